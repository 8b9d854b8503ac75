"""Domains: where their users are; new ones, and a directory that is removed."""

from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard import policy
from helion_dashboard.api import errors
from helion_dashboard.api.directory import client as directory
from helion_dashboard.kit import lists
from helion_dashboard.kit.actions import ID, Action, Actions, Condition, Group, page
from helion_dashboard.kit.forms import FormPage, NameTypedForm, NotPossibleError
from helion_dashboard.kit.list_query import Column

NAMESPACE = "horizon:admin:uc_directory"

_NEEDS_LDAP = (Condition("ldap", "set", gettext_lazy("Its users are in no directory.")),)
ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Domain"),
            (
                Action(
                    "connect",
                    gettext_lazy("Connect to LDAP…"),
                    "directory:set",
                    link=page(f"{NAMESPACE}:connect", ID),
                    most=1,
                    needs=(
                        Condition(
                            "own",
                            "unset",
                            gettext_lazy(
                                "You and the services log in to this domain: without them nobody"
                                " could repair it."
                            ),
                        ),
                    ),
                ),
                Action(
                    "roles",
                    gettext_lazy("Roles…"),
                    "directory:roles",
                    link=page(f"{NAMESPACE}:roles", ID),
                    most=1,
                    needs=_NEEDS_LDAP,
                ),
                Action(
                    "disconnect",
                    gettext_lazy("Remove LDAP…"),
                    "directory:delete",
                    link=page(f"{NAMESPACE}:disconnect", ID),
                    most=1,
                    needs=_NEEDS_LDAP,
                ),
            ),
        ),
    ),
    several=gettext_lazy("%(n)d domains"),
)


def is_own(request, ident):
    """Whether the user, and so the administrators and services, are in the domain."""
    return ident in ("default", request.user.user_domain_id)


def _source(domain):
    """Where the users of a domain are, in words."""
    if domain.has_directory:
        return _("LDAP")
    return domain.driver or _("Keystone's database")


def _enabled(domain):
    return _("Yes") if domain.enabled else _("No")


class Domains(lists.List):
    rule = "directory:list"
    namespace = NAMESPACE
    title = gettext_lazy("Directory")
    record_name = "domain"
    search = gettext_lazy("Name")
    empty = gettext_lazy("A domain has users, groups and projects.")
    template = "helion_dashboard/directory/domains.html"
    actions = ACTIONS
    columns = (
        Column("name", gettext_lazy("Domain"), "name"),
        Column("source", gettext_lazy("Users are in"), draw=_source),
        Column("url", gettext_lazy("Address")),
        Column("enabled", gettext_lazy("Enabled"), draw=_enabled),
        Column("description", gettext_lazy("Description")),
    )

    def load(self, query):
        self.domains = directory.domains(self.request)
        return self.select(self.domains, query, text=lambda domain: domain.name)

    def item(self, domain):
        return {
            "ldap": domain.has_directory or None,
            "own": is_own(self.request, domain.id) or None,
        }

    def counts(self, page):
        number = sum(domain.has_directory for domain in self.domains)
        yield lists.Count(ngettext("%d domain in LDAP", "%d domains in LDAP", number) % number)

    def buttons(self):
        if not policy.allowed(self.request, "directory:set"):
            return ()
        url = reverse(f"{NAMESPACE}:add")
        return [lists.Link(_("Add a domain"), url, "plus", primary=True)]


class NameForm(forms.Form):
    """The name of a new domain."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=64,
        help_text=gettext_lazy("Users enter it when they log in."),
    )


class Create(FormPage):
    name = "add"
    title = gettext_lazy("Add a domain")
    rule = "directory:set"
    form_class = NameForm
    submit = gettext_lazy("Add")
    back = gettext_lazy("All domains")
    note = gettext_lazy("The form of its directory follows.")

    def save(self):
        ident = directory.create(self.request, self.form.cleaned_data["name"])
        return reverse(f"{NAMESPACE}:connect", args=[ident])

    def back_url(self):
        return reverse(f"{NAMESPACE}:index")


class Disconnect(FormPage):
    name = "disconnect"
    title = gettext_lazy("Remove LDAP")
    rule = "directory:delete"
    submit = gettext_lazy("Remove LDAP")
    back = gettext_lazy("All domains")
    template = "helion_dashboard/directory/disconnect.html"

    def prepare(self):
        self.domain = directory.domain(self.request, self.kwargs["domain"])
        if not self.domain.has_directory:
            raise NotPossibleError(_("The users of this domain are in no directory."))
        self.form = NameTypedForm(self.data, name=self.domain.name)

    def context(self):
        try:
            return {"assignments": directory.assignments(self.request, self.domain.id)}
        except errors.ServiceError as exc:  # the directory may be what does not answer
            return {"unknown": exc.reason}

    def save(self):
        directory.disconnect(self.request, self.domain.id)
        messages.success(self.request, _("%s is no longer in LDAP.") % self.domain.name)
        return self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:index")
