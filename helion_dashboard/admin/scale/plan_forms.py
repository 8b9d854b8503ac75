"""The pages that ask for a plan: add, remove and replace servers.

A plan's own page leads back to them with ``?plan=``, and they show what was entered.
"""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.scale import forms, node_choices, server_source
from helion_dashboard.admin.scale.role_cards import select, without_bound
from helion_dashboard.api import errors, scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.kit import new_servers, nodes
from helion_dashboard.kit.forms import FormPage, NotPossibleError
from helion_dashboard.kit.links import url_or_none

#: Servers in one address: web servers do not take longer ones.
MOST = 80

_SCALE = "horizon:admin:uc_scale"


class PlanForm(FormPage):
    """A page that asks for a plan.

    :cvar action: of the plan
    """

    rule = "plan:create"
    submit = gettext_lazy("Plan")
    back = gettext_lazy("Scale")
    note = gettext_lazy("The plan shows what will change. Nothing is done before you apply it.")
    stylesheet = "helion_dashboard/css/scale.css"
    action = ""

    def plan_request(self):
        """Keywords of :func:`~.lifecycle.client.create_plan`."""
        raise NotImplementedError

    def save(self):
        plan = lifecycle.create_plan(self.request, action=self.action, **self.plan_request())
        return reverse(f"{_SCALE}:plan", args=[plan.id])

    def back_url(self):
        return reverse(f"{_SCALE}:index")

    def roles(self):
        """The :class:`~.lifecycle.roles.Roles`."""
        return lifecycle.roles(self.request)

    def earlier_plan(self):
        """The :class:`~.lifecycle.plans.Plan` that the user comes back from, or ``None``."""
        plan = self.request.GET.get("plan")
        if not plan or self.data is not None:
            return None
        try:
            plan = lifecycle.get_plan(self.request, plan)
        except errors.NotFound:
            return None
        return plan if plan.action == self.action else None


class SourceForm(PlanForm):
    """A page that brings servers in: free nodes, or new ones."""

    def __init__(self, request, **kwargs):
        super().__init__(request, **kwargs)
        self.new = new_servers.NewServers()
        self.missing = ()

    @property
    def fields(self):
        entered = self.form.cleaned_data.get("source") == forms.SourceForm.ONE
        new = "name" if entered else "text"
        return {"new_nodes": new, "import": new, "with": "nodes"}

    def ask(self, **options):
        """The roles, and what :func:`~.node_choices.drivers` returns, asked for side by side.

        The roles have the nodes that Scale has shown a moment ago, until the form is sent.

        :param options: of :func:`~.lifecycle.client.roles`
        """
        # Before the threads, which only read the session.
        scopes.remember_system_roles(self.request)
        max_age = nodes.max_age(self.request) if self.data is None else None
        sent = self.request.GET if self.data is None else self.data
        return gather(
            lambda: lifecycle.roles(self.request, max_age, **options),
            lambda: node_choices.drivers(
                self.request,
                sent.get("driver", ""),
                with_fields=sent.get("source") == forms.SourceForm.ONE,
            ),
        )

    def choices(self, role, offer, initial):
        """What Ironic offers for the role, as far as the source of the servers needs it."""
        source = (initial if self.data is None else self.data).get("source")
        picks = source == forms.SourceForm.PICK
        with_nodes = picks and (self.data is not None or "nodes" in initial)
        return node_choices.choices(self.request, role, offer, with_nodes=with_nodes)

    def source_of(self, plan):
        """Initial values of the form for the servers of an earlier plan."""
        node_ids = plan.request.get("nodes") or plan.request.get("with")
        token = plan.request.get("import") or ""
        # The service keeps their passwords with the token only.
        self.missing = () if token else plan.new_nodes
        source = forms.SourceForm.FILE if plan.new_nodes else forms.SourceForm.AUTO
        return {
            "source": forms.SourceForm.PICK if node_ids else source,
            "nodes": node_ids or [],
            "token": token,
            "kept": new_servers.kept(plan.new_nodes) if token else "",
        }

    def check(self):
        self.new = server_source.read(self.request, self.form)

    def save(self):
        return None if self.data.get("do") == "check" else super().save()

    def context(self):
        form, new = self.form, self.new
        return {
            "choices": form.choices,
            "source": form["source"].value(),
            "preview": new.preview,
            "token": new.token or (not form.is_bound and form["token"].value()) or "",
            "kept": new_servers.kept(new.names)
            or (not form.is_bound and form["kept"].value())
            or "",
            "missing": new_servers.kept(self.missing),
            "scripts": {
                **new_servers.texts(),
                "addsOne": _("Adds one server."),
                "addsMany": _("Adds %(n)d servers."),
            },
            "fields_url": reverse("horizon:admin:uc_nodes:driver_fields"),
        }

    def answer_data(self):
        html = new_servers.preview_html(self.request, self.new)
        return {"preview": html, "new": self.new.preview.good} if html else {"preview": ""}


class Add(SourceForm):
    """How many servers a role is to have, and where the new ones come from."""

    name = "add"
    title = gettext_lazy("Add servers")
    template = "helion_dashboard/scale/source_form.html"
    action = "scale_out"

    def prepare(self):
        roles, offer = self.ask(members=False)
        name = self.kwargs["role"]
        self.role = next((role for role in roles.roles if role.name == name), None)
        if not roles.stack:
            raise NotPossibleError(_("There is no overcloud yet. Deploy it first."))
        if self.role is None:
            raise NotPossibleError(_("There is no role “%s”.") % name[:80])
        most = self.role.maximum
        if most is not None and self.role.count >= most:
            raise NotPossibleError(
                _("%(role)s has %(n)d servers already, the most that it can have.")
                % {"role": self.role.title, "n": self.role.count}
            )
        self.title = _("Add servers: %s") % self.role.title
        initial = self.initial()
        self.form = forms.AddForm(
            self.data,
            self.request.FILES or None,
            choices=self.choices(self.role, offer, initial),
            have=self.role.count,
            most=most,
            initial=initial,
        )

    def initial(self):
        plan = self.earlier_plan()
        if plan:
            return {**self.source_of(plan), "count": plan.request["count"]}
        source = self.request.GET.get("source", "")
        sources = dict(forms.AddForm.base_fields["source"].choices)
        return {"source": source} if source in sources else _without_free_nodes(self.role)

    def plan_request(self):
        return {
            "role": self.role.name,
            "count": self.form.cleaned_data["count"],
            "nodes": self.form.node_ids(),
            "imported": self.new.token or None,
        }

    def context(self):
        return {**super().context(), "role": self.role}


class Replace(SourceForm):
    """What replaces a server, and what becomes of its node."""

    name = "replace"
    title = gettext_lazy("Replace a server")
    template = "helion_dashboard/scale/source_form.html"
    action = "replace"

    def prepare(self):
        name = self.kwargs["member"]
        roles, offer = self.ask()
        self.selection = select(roles, [name])
        if not self.selection.slots:
            raise NotPossibleError(_("“%s” is not a server of the overcloud.") % name[:80])
        self.slot = self.selection.slots[0]
        self.title = _("Replace %s") % self.slot.member.name
        initial = self.initial()
        self.form = forms.ReplaceForm(
            self.data,
            self.request.FILES or None,
            choices=self.choices(self.slot.role, offer, initial),
            drains=self.selection.drains,
            initial=initial,
        )

    def initial(self):
        plan = self.earlier_plan()
        if plan:
            return {**self.source_of(plan), **_leaving(plan)}
        return _without_free_nodes(self.slot.role)

    def plan_request(self):
        return {
            "node": self.slot.ident,
            "with": self.form.node_ids(),
            "imported": self.new.token or None,
            **self.form.leaving(),
        }

    def context(self):
        return {**super().context(), "role": self.slot.role, "slots": self.selection.slots}


class Remove(PlanForm):
    """What becomes of servers that leave: all ``?server=``."""

    name = "remove"
    title = gettext_lazy("Remove servers")
    template = "helion_dashboard/scale/remove.html"
    action = "scale_in"

    def prepare(self):
        names = (self.request.GET if self.data is None else self.data).getlist("server")
        if len(names) > MOST:
            raise NotPossibleError(_("Remove at most %d servers at a time.") % MOST)
        self.selection = select(self.roles(), names)
        if not self.selection.slots:
            raise NotPossibleError(self._nothing())
        self.selection, self.staying = without_bound(self.selection)
        self.form = forms.LeaveForm(self.data, drains=self.selection.drains, initial=self.initial())

    def initial(self):
        plan = self.earlier_plan()
        return _leaving(plan) if plan else {}

    def plan_request(self):
        return {
            "nodes": [slot.ident for slot in self.selection.slots],
            **self.form.leaving(),
        }

    def context(self):
        return {
            "slots": self.selection.slots,
            "unknown": self.selection.unknown,
            "staying": self.staying,
        }

    def save(self):
        return super().save() if self.selection.slots else None

    def _nothing(self):
        if self.selection.unknown:
            name = self.selection.unknown[0][:80]
            return _("Nothing to remove: %s is not a server of the overcloud.") % name
        return _("Select the servers to remove.")


def form_url(plan):
    """Address of the form for a :class:`~.lifecycle.plans.Plan`, which shows what was entered.

    ``None`` if the service is too old to return the plan's request, or there is no such page.
    """
    url = _FORMS[plan.action](plan.request) if plan.request and plan.action in _FORMS else None
    return url and f"{url}{'&' if '?' in url else '?'}plan={plan.id}"


def _rollout_url(request):
    if request.get("rollout"):
        url = url_or_none("horizon:admin:uc_updates:roll_image_back")
        return url and f"{url}?{urlencode({'rollout': request['rollout']})}"
    return url_or_none("horizon:admin:uc_updates:roll_out")


def _remove_url(request):
    return f"{reverse(f'{_SCALE}:remove')}?{urlencode({'server': request['nodes']}, doseq=True)}"


_FORMS = {
    "deploy": lambda request: url_or_none("horizon:admin:uc_overcloud:index"),
    "undeploy": lambda request: url_or_none("horizon:admin:uc_overcloud:undeploy"),
    "scale_out": lambda request: reverse(f"{_SCALE}:add", args=[request["role"]]),
    "scale_in": _remove_url,
    "replace": lambda request: reverse(f"{_SCALE}:replace", args=[request["node"]]),
    "rollout": _rollout_url,
}


def _without_free_nodes(role):
    """Initial values of a form for a role: without a node of its own, servers come from a file."""
    return {} if role.can_grow_by_nodes else {"source": forms.SourceForm.FILE}


def _leaving(plan):
    names = ("after", "migration", "stranded_vms")
    return {name: plan.request[name] for name in names if name in plan.request}
