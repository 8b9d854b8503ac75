"""Downloads: how far each is, and pausing, resuming and cancelling it."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard import config
from helion_dashboard.admin.updates.sections import NAMESPACE, sections
from helion_dashboard.api.updates import client as updates
from helion_dashboard.api.updates import states as update_states
from helion_dashboard.kit import lists, live
from helion_dashboard.kit.actions import Action, Actions, Group, states
from helion_dashboard.kit.list_query import Column, Facet

ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Download"),
            (
                Action(
                    "pause",
                    gettext_lazy("Pause"),
                    "entry:download",
                    run=updates.pause,
                    immediate=True,
                    needs=(states("running", "queued", "waiting"),),
                ),
                Action(
                    "resume",
                    gettext_lazy("Resume"),
                    "entry:download",
                    run=updates.resume,
                    immediate=True,
                    needs=(states("paused", "failed"),),
                ),
                Action(
                    "cancel",
                    gettext_lazy("Cancel download"),
                    "entry:download",
                    gettext_lazy("Ends the download and deletes what is here of the file."),
                    run=updates.cancel,
                ),
            ),
        ),
    ),
    states=update_states.DOWNLOAD,
    next={"paused": ("resume", "cancel"), "failed": ("resume", "cancel"), "*": ("pause", "cancel")},
    waiting=(),
    leaves=("cancel",),
    several=gettext_lazy("%(n)d downloads"),
    type_count=gettext_lazy("Type the number of downloads, %(count)s, to confirm"),
)


class Downloads(lists.List):
    rule = "entry:list"
    namespace = NAMESPACE
    views = {"index": "downloads", "rows": "download_rows", "act": "download_act"}  # noqa: RUF012
    title = gettext_lazy("Updates")
    record_name = "download"
    search = gettext_lazy("Name")
    empty = gettext_lazy(
        "Downloads are listed here until they are complete, with their progress. Files that are"
        " downloaded and verified are on the tab Content."
    )
    template = "helion_dashboard/section_list.html"
    actions = ACTIONS
    cells = "helion_dashboard/updates/_download_cells.html"
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("state", gettext_lazy("State"), "state"),
        Column("progress", gettext_lazy("Progress"), "percent"),
        Column("speed", gettext_lazy("Speed")),
        Column("left", gettext_lazy("Time left")),
        Column("source", gettext_lazy("Source"), "source"),
        Column("created", gettext_lazy("Started"), "created_at"),
    )
    order = "-created_at"

    def facets(self):
        return (Facet.of_states(update_states.DOWNLOAD),)

    def load(self, query):
        self.downloads = updates.downloads(self.request)
        return self.select(self.downloads, query)

    def label(self, download):
        return download.label

    def item(self, download):
        return {"state": download.state.name}

    def counts(self, page):
        running = [download for download in self.downloads if download.moving]
        failed = sum(download.state.failed for download in self.downloads)
        if running:
            text = ngettext("%d in progress", "%d in progress", len(running)) % len(running)
            speed = sum(download.speed or 0 for download in running)
            if speed:
                text = _("%(count)s, %(speed)s/s") % {"count": text, "speed": filesizeformat(speed)}
            yield lists.Count(text)
        else:
            yield lists.Count(_("No download is in progress."))
        if failed:
            text = ngettext("%d failed", "%d failed", failed) % failed
            yield lists.Count(text, "?state=failed", "failed")

    def first_step(self):
        return lists.Link(_("Go to the catalogue"), reverse(f"{NAMESPACE}:index"))

    def context(self, page):
        poll = live.settings(moving=config.get().poll_operation)
        return {"sections": sections("downloads"), "poll": poll}
