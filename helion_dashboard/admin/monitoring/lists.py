"""Problems, hosts and services."""

import dataclasses

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard import policy
from helion_dashboard.admin.monitoring.actions import ACTIONS, item
from helion_dashboard.api import errors
from helion_dashboard.api.monitoring import client as monitoring
from helion_dashboard.api.monitoring import states
from helion_dashboard.kit import lists, service_list
from helion_dashboard.kit.list_query import Column, Facet

NAMESPACE = "horizon:admin:uc_monitoring"
_SECTIONS = (
    ("index", gettext_lazy("Problems")),
    ("hosts", gettext_lazy("Hosts")),
    ("services", gettext_lazy("Services")),
    ("receivers", gettext_lazy("Messages")),
    ("tokens", gettext_lazy("Tokens")),
)
_RULES = {"receivers": "monitoring:messages", "tokens": "monitoring:token"}


def sections(request, current):
    """``(name, address, whether it is the current one)`` of each page that the user may see."""
    return [
        (label, reverse(f"{NAMESPACE}:{view}"), view == current)
        for view, label in _SECTIONS
        if view not in _RULES or policy.allowed(request, _RULES[view])
    ]


class _Objects(service_list.ServiceList):
    rule = "monitoring:see"
    namespace = NAMESPACE
    title = gettext_lazy("Monitoring")
    template = "helion_dashboard/section_list.html"
    cells = "helion_dashboard/monitoring/_object_cells.html"
    record_name = "object"
    search = gettext_lazy("Name of the host or service")
    actions = ACTIONS
    order = "-severity"
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("state", gettext_lazy("State"), "severity"),
        Column("host", gettext_lazy("Host"), "host"),
        Column("output", gettext_lazy("Output")),
        Column("since", gettext_lazy("Since"), "since"),
    )
    section = "index"
    states = states.OBJECT

    def facets(self):
        params = self.request.GET
        values = self.values
        return (
            Facet.of_states(self.states),
            Facet(
                "kind",
                _("Type of host"),
                tuple((name, states.KINDS.get(name, name)) for name in values["kind"]),
            ),
            *(
                Facet(
                    name,
                    label,
                    tuple(
                        (value, value) for value in (*values[name], *_more(params, name, values))
                    ),
                )
                for name, label in (("role", _("Role")), ("rack", _("Rack")))
            ),
        )

    @cached_property
    def values(self):
        """The values that the filters offer; none while Icinga cannot be asked."""
        try:
            return monitoring.filters(self.request)
        except errors.ServiceError:
            return {"role": [], "rack": [], "kind": []}

    def label(self, record):
        return record.label

    def item(self, record):
        return item(record)

    def counts(self, page):
        status = monitoring.status(self.request)
        if not status.ready:
            yield lists.Count(status.reason, look="failed")
            return
        numbers = status.counts
        unhandled, handled = numbers["unhandled"], numbers["problems"] - numbers["unhandled"]
        index = reverse(f"{NAMESPACE}:index")
        text = ngettext("%d unhandled problem", "%d unhandled problems", unhandled) % unhandled
        yield lists.Count(text, index, "failed" if unhandled else "")
        if handled:
            yield lists.Count(_("%d handled") % handled)
        healthy = numbers["up"] + numbers["ok"]
        yield lists.Count(_("%d healthy") % healthy)
        for notice in status.notices:
            yield lists.Count(notice, look="failed")

    def context(self, page):
        return {"sections": sections(self.request, self.section)}


def _more(params, name, values):
    """A filter's value in the address that no host has now: the list is empty, and not all."""
    value = params.get(name, "").strip()[:255]
    return (value,) if value and value not in values[name] else ()


class Problems(_Objects):
    """What nobody takes care of; below it what somebody does."""

    states = states.PROBLEM
    empty = gettext_lazy("No unhandled problems.")

    def fetch(self, **query):
        return monitoring.problems(self.request, handled="false", **query)

    @cached_property
    def more(self):
        return (Handled(self.request),)

    def moving(self, page):
        return True  # what is wrong may be over, and something else may go wrong

    def buttons(self):
        if not policy.allowed(self.request, "monitoring:handle"):
            return ()
        url = f"{reverse(f'{NAMESPACE}:matching')}?{self.query.url().partition('?')[2]}"
        return [lists.Link(_("All that match…"), url)]


class Handled(_Objects):
    """Problems that somebody takes care of, or that something else explains."""

    title = gettext_lazy("Handled")
    record_name = "handled"
    empty = gettext_lazy("Acknowledged, in downtime, or behind a host that is down.")
    states = states.PROBLEM

    def fetch(self, **query):
        return monitoring.problems(self.request, handled="true", **query)

    @cached_property
    def query(self):
        return dataclasses.replace(super().query, after="", before="", problems=())


class Hosts(_Objects):
    views = {"index": "hosts", "rows": "host_rows", "act": "host_act"}  # noqa: RUF012
    section = "hosts"
    states = states.HOST
    empty = gettext_lazy("Hosts appear automatically with what they stand for.")

    def fetch(self, **query):
        return monitoring.hosts(self.request, **query)


class Services(_Objects):
    views = {"index": "services", "rows": "service_rows", "act": "service_act"}  # noqa: RUF012
    section = "services"
    states = states.SERVICE
    empty = gettext_lazy("Services appear with their hosts and with the results of servers.")

    def fetch(self, **query):
        return monitoring.services(self.request, **query)
