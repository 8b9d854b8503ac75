"""Who logged in at Keystone, or was refused."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from helion_dashboard import config, policy
from helion_dashboard.api.audit import logins, records
from helion_dashboard.api.logs import client as logs
from helion_dashboard.kit import lists, periods
from helion_dashboard.kit.list_query import Column, Facet

NAMESPACE = "horizon:admin:uc_audit"


def sections(request, current):
    """``(name, address, whether it is the current one)`` of the pages; none where there is one."""
    if not logs.offered() or not policy.allowed(request, Logins.rule):
        return []
    pages = (("index", _("Changes")), ("logins", _("Logins")))
    return [(label, reverse(f"{NAMESPACE}:{view}"), view == current) for view, label in pages]


class Logins(lists.List):
    rule = "log:list"
    namespace = NAMESPACE
    views = {"index": "logins", "rows": "login_rows"}  # noqa: RUF012
    title = _("Audit")
    record_name = "login"
    search = _("Name of the user")
    template = "helion_dashboard/section_list.html"
    cells = "helion_dashboard/audit/_login_cells.html"
    columns = (
        Column("at", _("When")),
        Column("user", _("Who")),
        Column("outcome", _("Outcome")),
        Column("address", _("From")),
        Column("agent", _("With")),
        Column("request", _("Request ID")),
    )
    empty = _(
        "Who logs in at Keystone, or is refused, appears here if Keystone writes its CADF"
        " notifications to its log, and the log store has them."
    )

    def facets(self):
        outcomes = tuple((name, records.OUTCOME[name].label) for name in ("succeeded", "refused"))
        return (Facet("outcome", _("Outcome"), outcomes), periods.facet("hour", "day", "week"))

    def label(self, login):
        return login.user

    def load(self, query):
        period = query.facets.get("period")
        rows, lines = logins.logins(
            self.request,
            config.get().page_size,
            query.after or None,
            text=query.text,
            outcome=query.facets.get("outcome", ""),
            since=periods.start(period) if period else None,
        )
        return lists.Page(rows, later=bool(lines.more and rows))

    def moving(self, page):
        return not self.query.after  # somebody may log in

    def context(self, page):
        return {"sections": sections(self.request, "logins")}
