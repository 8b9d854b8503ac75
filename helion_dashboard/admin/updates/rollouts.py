"""Which server runs which image, and the forms that roll one out or back."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard.admin.updates import rollout_forms
from helion_dashboard.admin.updates.sections import NAMESPACE, sections
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.operations import client as operations
from helion_dashboard.api.updates import client as updates
from helion_dashboard.kit import lists
from helion_dashboard.kit.forms import FormPage, NotPossibleError
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.list_query import Column, Facet

_LAST = 5  # rollouts below the list
_LOOKED_AT = 100  # operations among which these are
_PLAN = "horizon:admin:uc_scale:plan"


class LastRollouts(lists.List):
    """The last rollouts; each can be rolled back."""

    rule = "server_image:list"
    namespace = NAMESPACE
    views = {"index": "rollouts", "rows": "rollout_rows"}  # noqa: RUF012
    title = gettext_lazy("Last rollouts")
    record_name = "rollout"
    empty = gettext_lazy(
        "Each can be rolled back: its servers get the images back that they had before."
    )
    cells = "helion_dashboard/updates/_rollout_operation_cells.html"
    columns = (
        Column("title", gettext_lazy("Rollout")),
        Column("state", gettext_lazy("State")),
        Column("started_by", gettext_lazy("Started by")),
        Column("created", gettext_lazy("Started")),
        Column("next", gettext_lazy("Action")),
    )

    def load(self, query):
        page = operations.list_operations(self.request, service="nodes", limit=_LOOKED_AT)
        rollouts = [each for each in page.operations if each.kind == "rollout"]
        return lists.Page(tuple(rollouts[:_LAST]))

    def label(self, record):
        return record.title


class Rollouts(lists.List):
    """The servers of the overcloud with their images."""

    rule = "server_image:list"
    namespace = NAMESPACE
    views = {"index": "rollouts", "rows": "rollout_rows"}  # noqa: RUF012
    title = gettext_lazy("Updates")
    template = "helion_dashboard/section_list.html"
    record_name = "server"
    search = gettext_lazy("Name")
    empty = gettext_lazy(
        "The servers of the overcloud with the image that each of them runs. Deploy the overcloud"
        " first."
    )
    cells = "helion_dashboard/updates/_rollout_cells.html"
    button = lists.Button(
        "plan:create",
        "roll_out",
        gettext_lazy("Roll out an image"),
        "arrow-right",
    )
    columns = (
        Column("name", gettext_lazy("Server"), "name"),
        Column("role", gettext_lazy("Role"), "role"),
        Column("state", gettext_lazy("State"), "state"),
        Column("image", gettext_lazy("Image"), "image"),
        Column("version", gettext_lazy("Version"), "version"),
        Column("build_no", gettext_lazy("Build")),
        Column("source", gettext_lazy("Source")),
    )
    order = "name"

    def load(self, query):
        self.images = lifecycle.images(self.request)
        return self.select(
            self.images.servers,
            query,
            keys={
                "role": lambda server: server.role.title,
                "image": lambda server: server.image and server.image.name,
                "version": lambda server: server.image and server.image.version,
            },
            passes={"role": lambda server, value: server.role.name == value},
        )

    def facets(self):
        roles = tuple((role.name, role.title) for role in self._roles())
        return (Facet("role", _("Role"), roles or None),)

    def _roles(self):
        images = getattr(self, "images", None)
        return images.roles if images else ()

    def counts(self, page):
        servers = self.images.servers
        versions = len({server.image_id for server in servers})
        text = ngettext("%d server", "%d servers", len(servers)) % len(servers)
        return [
            lists.Count(text),
            lists.Count(ngettext("%d image", "%d images", versions) % versions),
        ]

    @cached_property
    def more(self):
        return (LastRollouts(self.request),)

    def context(self, page):
        return {"sections": sections("rollouts")}


class _RolloutPage(FormPage):
    """A form that asks for a plan."""

    rule = "plan:create"
    submit = gettext_lazy("Plan")
    back = gettext_lazy("Rollouts")
    note = gettext_lazy("The plan shows what will change. Nothing is done before you apply it.")

    def earlier_plan(self):
        """The request of the plan that the user comes back from, or an empty one."""
        plan = self.request.GET.get("plan")
        if not plan or self.data is not None:
            return {}
        try:
            plan = lifecycle.get_plan(self.request, plan)
        except errors.NotFound:
            return {}
        return plan.request if plan.action == "rollout" else {}

    def plan_request(self):
        """Keywords of :func:`~.lifecycle.client.create_plan`."""
        raise NotImplementedError

    def save(self):
        plan = lifecycle.create_plan(self.request, "rollout", **self.plan_request())
        return url_or_none(_PLAN, plan.id) or self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:rollouts")


class RollOut(_RolloutPage):
    name = "roll_out"
    title = gettext_lazy("Roll out an image")

    def prepare(self):
        self.images = lifecycle.images(self.request)
        roles = [role for role in self.images.roles if role.replaceable]
        if not self.images.servers:
            raise NotPossibleError(_("There is no overcloud yet. Deploy it first."))
        if not roles:
            raise NotPossibleError(
                _("The overcloud's template has one image for all servers of a role.")
            )
        self.form = rollout_forms.RolloutForm(
            self.data, roles=roles, images=self.images.images, initial=self.initial()
        )

    def initial(self):
        earlier = self.earlier_plan()
        if earlier:
            return rollout_forms.initial(earlier)
        image = self.images.image(self._image_id())
        if image is None:
            return {}
        hints = {"role": image.rollout_role, "servers_at_a_time": image.rollout_servers}
        return {"image": image.id, **{name: hint for name, hint in hints.items() if hint}}

    def _image_id(self):
        """The image of the query, or of the publication in it."""
        publication = self.request.GET.get("publication")
        if publication and self.data is None:
            return updates.publication(self.request, publication).object_id
        return self.request.GET.get("image")

    def plan_request(self):
        return self.form.plan_request()


class RollImageBack(_RolloutPage):
    name = "roll_image_back"
    title = gettext_lazy("Roll back")

    def prepare(self):
        self.rollout = self.request.GET.get("rollout", "")
        if not self.rollout:
            raise NotPossibleError(_("Select the rollout to roll back."))
        self.operation = operations.get_operation(self.request, self.rollout)
        self.title = _("Roll back: %s") % self.operation.title
        initial = rollout_forms.initial(self.earlier_plan())
        self.form = rollout_forms.PaceForm(self.data, initial=initial)

    def plan_request(self):
        return {"rollout": self.rollout, **self.form.plan_request()}
