"""The list of nodes.

Ironic pages, sorts and filters by state, class, driver, fault and maintenance. An exact name, a
UUID or a MAC is looked up directly. A *part* of a name, and "all failed", need a sweep over
all nodes: one call per thousand, remembered for seconds.

So does the order by a key that is empty for some nodes: a page of Ironic that begins after a marker
then leaves nodes out (oslo.db compares with NULL). So the list first checks for such nodes.
"""

import dataclasses

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard import config, policy
from helion_dashboard.admin.nodes.actions import node_actions
from helion_dashboard.api import scopes, short_cache
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.api.ironic import states as node_states
from helion_dashboard.kit import lists, nodes
from helion_dashboard.kit.list_query import Column, Facet

_BLANKS_SECONDS = 30

# Sort keys that every node has.
_NEVER_BLANK = ("uuid", "provision_state", "maintenance")

_GROUPS = {
    "is:failed": (gettext_lazy("All failed"), lambda node: node.failed),
    "is:moving": (gettext_lazy("All in transition"), lambda node: node.moving),
}

_IRONIC_NAMES = {
    "state": "provision_state",
    "maintenance": "maintenance",
    "class": "resource_class",
}


class Nodes(lists.List):
    rule = "node:list"
    namespace = "horizon:admin:uc_nodes"
    title = gettext_lazy("Nodes")
    record_name = "node"
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("state", gettext_lazy("State"), "provision_state"),
        Column("power", gettext_lazy("Power"), "power_state"),
        Column("maintenance", gettext_lazy("Maintenance"), "maintenance"),
        Column("resource_class", gettext_lazy("Resource class"), "resource_class"),
        Column("hardware", gettext_lazy("Hardware")),
        Column("uuid", gettext_lazy("UUID"), "uuid"),
    )
    search = gettext_lazy("Name, UUID or MAC")
    cells = "helion_dashboard/nodes/_cells.html"
    empty = gettext_lazy(
        "Nodes are the machines of the undercloud. Ironic has none yet. Import a file of servers,"
        " or enrol a node."
    )
    counts_apart = True

    @property
    def actions(self):
        return node_actions()

    def facets(self):
        groups = tuple((name, label) for name, (label, _test) in _GROUPS.items())
        states = tuple((state.name, state.label) for state in node_states.STATES.values())
        maintenance = (("true", _("In maintenance")), ("false", _("Not in maintenance")))
        return (
            Facet("state", _("State"), groups + states),
            Facet("maintenance", _("Maintenance"), maintenance),
            Facet("class", _("Resource class")),
        )

    def ident(self, node):
        return node.uuid

    def label(self, node):
        return node.label

    def item(self, node):
        return item(node)

    def buttons(self):
        buttons = []
        if policy.allowed(self.request, "enrolment:create"):
            url = reverse(f"{self.namespace}:import")
            buttons.append(lists.Link(_("Import"), url, "upload"))
        if policy.allowed(self.request, "node:create"):
            url = reverse(f"{self.namespace}:enrol")
            buttons.append(lists.Link(_("Enrol a node"), url, "plus", primary=True))
        return buttons

    def counts(self, page):
        self.summary = nodes.summary(self.request)
        return nodes.counts(self.summary)

    def counts_moving(self):
        return bool(self.summary.moving)

    def check(self, ident):
        return "" if ironic.is_uuid(ident) else _("A node is identified by its UUID.")

    def prepare(self):
        scopes.system_session(self.request)

    def done(self):
        nodes.forget_sweeps(self.request)

    def load(self, query):
        text = query.text
        if text and not query.part:
            address = ironic.mac_address(text)
            port = ironic.find_port(self.request, address) if address else None
            # Digits alone may be a part of a name as well.
            if port or (address and not text.isalnum()):
                return self._by_mac(port, query)
            node = ironic.find_node(self.request, text)
            if node or ironic.is_uuid(text):
                return self._exact(node, query)
        if text or query.facets.get("state") in _GROUPS or self._has_blanks(query.sort):
            return self._from_sweep(query)
        return lists.page_by_marker(query, self._from_ironic, _is_lost)

    def _by_mac(self, port, query):
        node = ironic.find_node(self.request, port.node_uuid) if port else None
        records = _matching(node, query)
        if records:
            text = _("The node has a port with the MAC address %s.") % port.address
        else:
            text = _("No node has a port with this MAC address.")
        return lists.Page(records, notices=(lists.Notice(text),))

    def _exact(self, node, query):
        records = _matching(node, query)
        if not records or ironic.is_uuid(query.text):
            return lists.Page(records)
        text = _("This node is called exactly “%s”.") % query.text
        link = lists.Link(_("Show all names that contain it"), query.url(part=True))
        return lists.Page(records, notices=(lists.Notice(text, link),))

    def _has_blanks(self, key):
        """Whether some node has nothing at this sort key: databases put those first or last."""
        if key in _NEVER_BLANK:
            return False

        def fetch():
            ends = []
            for direction in ("asc", "desc"):
                ends += ironic.list_nodes(self.request, limit=1, sort_key=key, sort_dir=direction)[
                    0
                ]
            return any(getattr(node, key) is None for node in ends)

        cache_key = (*nodes.cache_key(self.request), "blanks", key)
        return short_cache.remembered(cache_key, _BLANKS_SECONDS, fetch, service=ironic.SERVICE)

    def _from_ironic(self, marker, descending):
        return ironic.list_nodes(
            self.request,
            limit=config.get().page_size,
            marker=marker,
            sort_key=self.query.sort,
            sort_dir="desc" if descending else "asc",
            **_filters(self.query),
        )

    def _from_sweep(self, query):
        group = _GROUPS.get(query.facets.get("state"))
        all_nodes = nodes.sweep(self.request, **_filters(query))
        selection = [node for node in all_nodes if group is None or group[1](node)]
        # Ironic has applied the other filters already.
        return self.select(selection, dataclasses.replace(query, facets={}))


def item(node):
    """What menus need to know of a node."""
    return {
        "state": node.provision_state,
        "power": node.power_state,
        "maintenance": node.maintenance,
        "lock": node.reservation,
        "protected": node.protected,
        "instance": node.instance_uuid,
    }


def _is_lost(exc):
    """Whether the marker makes no sense to Ironic, or its node was deleted meanwhile."""
    return exc.status in (400, 404)


def _filters(query):
    return {
        _IRONIC_NAMES[name]: value
        for name, value in query.facets.items()
        if not (name == "state" and value in _GROUPS)
    }


def _matching(node, query):
    """``(node,)`` if it passes the filters of ``query``, or nothing."""
    return (node,) if node and all(_passes(node, *facet) for facet in query.facets.items()) else ()


def _passes(node, name, value):
    if name == "state" and value in _GROUPS:
        return _GROUPS[value][1](node)
    attribute = getattr(node, _IRONIC_NAMES[name])
    return (str(attribute).lower() if isinstance(attribute, bool) else attribute) == value
