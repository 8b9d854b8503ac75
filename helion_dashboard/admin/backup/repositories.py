"""Repositories: where backups are stored, when they are taken, and which are kept."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.backup import forms
from helion_dashboard.admin.backup.backups import NAMESPACE, sections
from helion_dashboard.api.backup import client as backup
from helion_dashboard.api.backup import states as backup_states
from helion_dashboard.kit import details, lists
from helion_dashboard.kit.actions import ID, Action, Actions, Group, page
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.forms import FormPage
from helion_dashboard.kit.list_query import Column

ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Repository"),
            (
                Action(
                    "edit",
                    gettext_lazy("Edit…"),
                    "repository:update",
                    link=page(f"{NAMESPACE}:repository_edit", ID),
                    most=1,
                ),
                Action(
                    "refresh",
                    gettext_lazy("Read the list again"),
                    "repository:refresh",
                    gettext_lazy("Lists backups that were stored by other means, too."),
                    run=backup.refresh,
                    immediate=True,
                ),
                Action(
                    "prune",
                    gettext_lazy("Forget old backups"),
                    "repository:prune",
                    gettext_lazy("Deletes the backups that the retention does not keep."),
                    run=backup.prune,
                ),
                Action(
                    "delete",
                    gettext_lazy("Remove"),
                    "repository:delete",
                    gettext_lazy("Forgets the repository here. What is stored in it stays."),
                    run=backup.unregister,
                    destroys=True,
                ),
            ),
        ),
    ),
    states=backup_states.REPOSITORY,
    next={"*": ("edit", "refresh")},
    waiting=(),
    several=gettext_lazy("%(n)d repositories"),
    type_count=gettext_lazy("Type the number of repositories, %(count)s, to confirm"),
)


class Repositories(lists.List):
    rule = "repository:list"
    namespace = NAMESPACE
    views = {  # noqa: RUF012
        "index": "repositories",
        "rows": "repository_rows",
        "act": "repository_act",
    }
    title = gettext_lazy("Backup")
    record_name = "repository"
    empty = gettext_lazy("A repository is where backups are stored, encrypted.")
    template = "helion_dashboard/section_list.html"
    cells = "helion_dashboard/backup/_repository_cells.html"
    actions = ACTIONS
    button = lists.Button(
        "repository:create",
        "repository_add",
        gettext_lazy("Add a repository"),
    )
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("state", gettext_lazy("State"), "state"),
        Column("location", gettext_lazy("Location"), "location"),
        Column("backups", gettext_lazy("Backups"), "backups"),
        Column("next", gettext_lazy("Next backup")),
    )

    def load(self, query):
        return self.select(backup.repositories(self.request), query)

    def item(self, repository):
        return {"state": repository.state.name}

    def context(self, page):
        return {"sections": sections("repositories")}


class Repository(details.Details):
    rule = "repository:get"
    namespace = NAMESPACE
    views = {  # noqa: RUF012
        "detail": "repository_detail",
        "state": "repository_state",
        "index": "repositories",
        "act": "repository_act",
    }
    record_name = "repository"
    kind = gettext_lazy("Repository")
    back = gettext_lazy("All repositories")
    gone = gettext_lazy("The repository “%s” does not exist.")
    actions = ACTIONS
    template = "helion_dashboard/backup/repository.html"
    tabs = (
        Tab(
            "overview",
            gettext_lazy("Overview"),
            "helion_dashboard/backup/_tab_repository.html",
            live=True,
        ),
    )

    def load(self):
        return backup.repository(self.request, self.kwargs["repository"])

    def item(self):
        return {"state": self.record.state.name}


class Register(FormPage):
    name = "repository_add"
    title = gettext_lazy("Add a repository")
    rule = "repository:create"
    form_class = forms.RegisterForm
    submit = gettext_lazy("Add")
    back = gettext_lazy("All repositories")
    note = gettext_lazy("Both repositories are created, or opened if they exist.")
    template = "helion_dashboard/fieldset_form.html"

    def save(self):
        fields = self.form.fields_of_service()
        repository = backup.register(self.request, self.key, **fields)
        messages.success(self.request, _("The repository %s was added.") % repository.name)
        return self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:repositories")


class Edit(FormPage):
    name = "repository_edit"
    title = gettext_lazy("Edit repository")
    rule = "repository:update"
    back = gettext_lazy("Back to the repository")
    template = "helion_dashboard/fieldset_form.html"

    def prepare(self):
        repository = backup.repository(self.request, self.kwargs["repository"])
        initial = forms.initial_of(repository)
        self.form = forms.RepositoryForm(self.data, registered=repository, initial=initial)

    def save(self):
        fields = self.form.fields_of_service()
        repository = backup.update(self.request, self.kwargs["repository"], **fields)
        messages.success(self.request, _("The repository %s was changed.") % repository.name)
        return self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:repository_detail", args=[self.kwargs["repository"]])
