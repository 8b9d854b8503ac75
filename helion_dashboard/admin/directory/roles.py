"""Roles of the groups of a directory."""

from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard import policy
from helion_dashboard.admin.directory.domains import NAMESPACE
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.directory import client as directory
from helion_dashboard.kit import lists
from helion_dashboard.kit.actions import Action, Actions, Condition, Group
from helion_dashboard.kit.forms import FormPage, NotPossibleError
from helion_dashboard.kit.list_query import Column

_SYSTEM = "system"

ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Role"),
            (
                Action(
                    "revoke",
                    gettext_lazy("Take away"),
                    "directory:roles",
                    gettext_lazy("Its members lose the role; their tokens are revoked."),
                    run=directory.revoke,
                    needs=(
                        Condition("group", "set", gettext_lazy("Only groups lose roles here.")),
                    ),
                ),
            ),
        ),
    ),
    leaves=("revoke",),
    several=gettext_lazy("%(n)d roles"),
)


def _place(assignment):
    return assignment.place.name if assignment.place else _("The system")


class Roles(lists.List):
    rule = "directory:roles"
    namespace = NAMESPACE
    views = {"index": "roles", "rows": "role_rows", "act": "role_act"}  # noqa: RUF012
    title = gettext_lazy("Roles")
    record_name = "assignment"
    search = gettext_lazy("Group, role or project")
    template = "helion_dashboard/directory/roles.html"
    actions = ACTIONS
    columns = (
        Column("actor", gettext_lazy("Group or user"), "name", draw=lambda each: each.actor.name),
        Column("role", gettext_lazy("Role"), draw=lambda each: each.role.name),
        Column("place", gettext_lazy("In"), draw=_place),
    )
    empty = gettext_lazy("Give a group a role: its members can then log in and work.")

    def load(self, query):
        ident = self.kwargs["domain"]
        self.domain, rows, self.users = gather(
            lambda: directory.domain(self.request, ident),
            lambda: directory.assignments(self.request, ident),
            lambda: directory.users(self.request, ident, limit=5),
        )
        return self.select(rows, query, text=lambda each: f"{each.name} {_place(each)}")

    def item(self, assignment):
        return {"group": assignment.kind == "group" or None}

    def buttons(self):
        if not policy.allowed(self.request, "directory:roles"):
            return ()
        url = reverse(f"{NAMESPACE}:grant", args=[self.kwargs["domain"]])
        return [lists.Link(_("Give a role"), url, "plus", primary=True)]

    def context(self, page):
        # Keystone gives users of a directory an ID of its own, which is a longer hash.
        used = any(len(user.id) == 64 for user in self.users)
        return {"domain": self.domain, "used": used, "back_url": reverse(f"{NAMESPACE}:index")}


class GrantForm(forms.Form):
    """A group, a role, and where.

    :param groups: :class:`~helion_dashboard.api.directory.records.Choice` each
    """

    group = forms.ChoiceField(label=gettext_lazy("Group"))
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    place = forms.ChoiceField(label=gettext_lazy("In"))

    def __init__(self, *args, groups, roles, projects, **kwargs):
        super().__init__(*args, **kwargs)
        for name, choices in (("group", groups), ("role", roles), ("place", projects)):
            self.fields[name].choices = [(each.id, each.name) for each in choices]
        self.fields["place"].choices = [
            *self.fields["place"].choices,
            (_SYSTEM, _("The system")),
        ]


class Grant(FormPage):
    name = "grant"
    title = gettext_lazy("Give a role")
    rule = "directory:roles"
    submit = gettext_lazy("Give")
    back = gettext_lazy("All roles")

    def prepare(self):
        groups, roles, projects = gather(
            lambda: directory.groups(self.request, self.kwargs["domain"]),
            lambda: directory.roles(self.request),
            lambda: directory.projects(self.request),
        )
        if not groups:
            raise NotPossibleError(_("Keystone lists no group of this domain."))
        self.form = GrantForm(self.data, groups=groups, roles=roles, projects=projects)

    def save(self):
        data = self.form.cleaned_data
        project = None if data["place"] == _SYSTEM else data["place"]
        directory.grant(self.request, data["group"], data["role"], project)
        messages.success(self.request, _("The group has the role."))
        return self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:roles", args=[self.kwargs["domain"]])
