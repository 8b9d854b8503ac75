"""Backups: the list, and a backup with its proof."""

from django.contrib import messages
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard import config
from helion_dashboard.admin.backup import forms
from helion_dashboard.api.backup import client as backup
from helion_dashboard.api.backup import states as backup_states
from helion_dashboard.kit import details, lists
from helion_dashboard.kit.actions import ID, Action, Actions, Group, page, states
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.forms import FormPage, NotPossibleError
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.list_query import Column, Facet

NAMESPACE = "horizon:admin:uc_backup"

ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Backup"),
            (
                Action(
                    "verify",
                    gettext_lazy("Verify"),
                    "backup:verify",
                    gettext_lazy("Restores it into a scratch folder, checks and counts."),
                    run=backup.verify,
                    immediate=True,
                    needs=(states("unverified", "verified", "damaged"),),
                ),
                Action(
                    "restore",
                    gettext_lazy("Restore…"),
                    "backup:restore",
                    link=page(f"{NAMESPACE}:restore", ID),
                    most=1,
                    needs=(states("unverified", "verified", "damaged"),),
                ),
                Action(
                    "delete",
                    gettext_lazy("Delete"),
                    "backup:delete",
                    gettext_lazy("Deletes the backup from its repositories."),
                    run=backup.delete,
                    destroys=True,
                    needs=(states("unverified", "verified", "damaged"),),
                ),
            ),
        ),
    ),
    states=backup_states.BACKUP,
    next={"verified": ("restore", "verify"), "*": ("verify", "restore")},
    waiting=("unverified",),
    leaves=(),
    several=gettext_lazy("%(n)d backups"),
    type_count=gettext_lazy("Type the number of backups, %(count)s, to confirm"),
)


def sections(current):
    """``(name, address, whether it is the current one)`` of each tab of the panel."""
    tabs = (("index", _("Backups")), ("repositories", _("Repositories")))
    listed = [(label, reverse(f"{NAMESPACE}:{view}"), view == current) for view, label in tabs]
    history = url_or_none("horizon:admin:uc_operations:index")
    return [*listed, (_("History"), f"{history}?service=backup", False)] if history else listed


def summary_counts(summary):
    """The line of what matters now."""
    if summary.verified_at:
        text = _("Last verified backup %s ago") % timesince(summary.verified_at, depth=1)
        yield lists.Count(text, look="failed" if summary.too_old else "")
    else:
        yield lists.Count(_("No verified backup"), look="failed")
    if summary.next_at:
        yield lists.Count(_("next %s UTC") % f"{summary.next_at:%H:%M}")
    number = summary.backups
    yield lists.Count(ngettext("%d kept", "%d kept", number) % number)
    yield lists.Count(filesizeformat(summary.size))


class Backups(lists.List):
    rule = "backup:list"
    namespace = NAMESPACE
    title = gettext_lazy("Backup")
    record_name = "backup"
    empty = gettext_lazy(
        "A backup has the databases, configuration, images and keys of the undercloud."
    )
    template = "helion_dashboard/section_list.html"
    cells = "helion_dashboard/backup/_backup_cells.html"
    order = "-taken_at"
    actions = ACTIONS
    button = lists.Button(
        "backup:take",
        "take",
        gettext_lazy("Back up now"),
        "floppy-disk",
    )
    columns = (
        Column("taken", gettext_lazy("Taken"), "taken_at"),
        Column("state", gettext_lazy("State"), "state"),
        Column("content", gettext_lazy("Content")),
        Column("size", gettext_lazy("Size"), "size"),
        Column("repository", gettext_lazy("Repository")),
    )

    def facets(self):
        ended = [each for each in backup_states.BACKUP.values() if each.name != "working"]
        return (Facet("state", _("State"), tuple((each.name, each.label) for each in ended)),)

    def load(self, query):
        self.summary = backup.summary(self.request)
        return lists.page_by_marker(query, self._fetch)

    def _fetch(self, marker, descending):
        rows, following = backup.backups(
            self.request,
            **self.query.facets,
            limit=config.get().page_size,
            marker=marker or None,
            sort_key=self.query.sort,
            sort_dir="desc" if descending else "asc",
        )
        return rows, bool(following)

    def item(self, backup):
        return {"state": backup.state.name}

    def url(self, backup):
        return reverse(f"{NAMESPACE}:detail", args=[backup.id])

    def counts(self, page):
        return summary_counts(self.summary)

    def context(self, page):
        return {"sections": sections("index")}


class Backup(details.Details):
    rule = "backup:get"
    namespace = NAMESPACE
    record_name = "backup"
    kind = gettext_lazy("Backup")
    back = gettext_lazy("All backups")
    gone = gettext_lazy("The backup “%s” does not exist.")
    actions = ACTIONS
    template = "helion_dashboard/backup/backup.html"
    tabs = (
        Tab(
            "proof",
            gettext_lazy("Proof"),
            "helion_dashboard/backup/_tab_proof.html",
            live=True,
        ),
        Tab("content", gettext_lazy("Content"), "helion_dashboard/backup/_tab_content.html"),
    )

    def load(self):
        return backup.backup(self.request, self.kwargs["backup"])

    def item(self):
        return {"state": self.record.state.name}


class Take(FormPage):
    name = "take"
    title = gettext_lazy("Back up now")
    rule = "backup:take"
    submit = gettext_lazy("Back up")
    back = gettext_lazy("All backups")
    note = gettext_lazy("Services keep running meanwhile.")

    def prepare(self):
        repositories = backup.repositories(self.request)
        if not repositories:
            raise NotPossibleError(_("Add a repository first: backups are stored there."))
        self.form = forms.TakeForm(self.data, repositories=repositories)

    def save(self):
        data = self.form.cleaned_data
        ident = backup.take(self.request, data["repository"], data["verify"], self.key)
        messages.success(self.request, _("The backup has begun."))
        return url_or_none("horizon:admin:uc_operations:detail", ident) or self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:index")
