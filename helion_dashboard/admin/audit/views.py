"""The list of events and an event's own page."""

import json

from django.utils.translation import gettext_lazy as _

from helion_dashboard import config
from helion_dashboard.admin.audit.logins import NAMESPACE, sections
from helion_dashboard.api.audit import client as audit
from helion_dashboard.api.audit import records
from helion_dashboard.kit import details, lists, periods
from helion_dashboard.kit.list_query import Column, Facet


class Events(lists.List):
    rule = "audit:list"
    namespace = NAMESPACE
    title = _("Audit")
    record_name = "event"
    columns = (
        Column("at", _("When"), "at"),
        Column("user", _("Who")),
        Column("action", _("Action")),
        Column("resource", _("Request")),
        Column("outcome", _("Outcome")),
        Column("address", _("From")),
    )
    order = "-at"  # the newest first
    template = "helion_dashboard/section_list.html"
    cells = "helion_dashboard/audit/_cells.html"
    empty = _(
        "Every change that somebody makes or tries to make through the services of the undercloud"
        " is recorded here. There are no events yet."
    )

    def facets(self):
        outcomes = tuple((state.name, state.label) for state in records.OUTCOME.values())
        return (
            Facet("outcome", _("Outcome"), outcomes),
            periods.facet("hour", "day", "week", "month"),
            Facet("user", _("User, name or ID")),
            Facet("action", _("Action, such as plan:")),
            Facet("resource", _("Request, such as a UUID")),
            Facet("request", _("Request ID")),
        )

    def label(self, event):
        return event.action

    def load(self, query):
        return lists.page_by_marker(query, self._fetch)

    def fetch(self, marker, descending, limit):
        """``(events, more)`` that pass the filters of the page's address."""
        filters = dict(self.query.facets)
        if "period" in filters:
            since = periods.start(filters.pop("period"))
            filters["since"] = since.isoformat(timespec="seconds")
        return audit.list_events(
            self.request,
            filters,
            limit=limit,
            marker=marker or None,
            sort_dir="desc" if descending else "asc",
        )

    def _fetch(self, marker, descending):
        return self.fetch(marker, descending, config.get().page_size)

    def buttons(self):
        filters = self.query.url()
        return (
            lists.Link(_("Export as CSV"), self.address("csv") + filters, "download"),
            lists.Link(_("Export as JSON"), self.address("json_lines") + filters, "download"),
        )

    def first_step(self):
        return

    def context(self, page):
        return {"sections": sections(self.request, "index")}


class Event(details.Details):
    rule = "audit:get"
    namespace = NAMESPACE
    record_name = "event"
    kind = _("Event")
    back = _("Audit")
    gone = _("The audit trail has no event “%s”. Old events are deleted.")
    template = "helion_dashboard/audit/detail.html"

    def load(self):
        return audit.get_event(self.request, self.kwargs["event"])

    def label(self):
        return self.record.action

    def context(self):
        return {"detail": json.dumps(self.record.detail, indent=2, ensure_ascii=False)}
