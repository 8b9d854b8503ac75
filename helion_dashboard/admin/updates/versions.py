"""The versions of a name side by side: those that are local, and what the catalogue lists."""

from django.utils.translation import gettext_lazy

from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.updates import client as updates
from helion_dashboard.kit.details import Tab

_MOST = 100


def _load(request, subject):
    """The rows of all versions of an entry or of content, the newest first."""
    query = {"name": subject.name, "kind": subject.kind, "limit": _MOST}
    (local, _disk), listed = gather(
        lambda: updates.contents(request, **query), lambda: updates.entries(request, **query)
    )
    rows = [*local.records, *(entry for entry in listed.records if not entry.content_id)]
    rows.sort(key=lambda row: (row.published_at or row.created_at, row.version), reverse=True)
    return {"subject": subject, "versions": rows, "more": local.next or listed.next}


TAB = Tab(
    "versions", gettext_lazy("Versions"), "helion_dashboard/updates/_tab_versions.html", _load
)
