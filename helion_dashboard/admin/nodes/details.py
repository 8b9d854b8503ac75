"""What each tab of a node's page asks for, and nothing more."""

import dataclasses
from collections.abc import Callable

from django.utils.translation import gettext_lazy

from helion_dashboard.admin.nodes.forms import PortForm
from helion_dashboard.api import baremetal
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.topology import inventory, table


@dataclasses.dataclass(frozen=True)
class Tab:
    """A tab of the page.

    :ivar load: ``load(request, node)`` -> what its template needs besides the node
    """

    slug: str
    name: str
    load: Callable

    @property
    def template(self):
        return f"helion_dashboard/nodes/_tab_{self.slug}.html"


def _overview(request, node):
    return {}


def _hardware(request, node):
    return {
        "inventory": baremetal.node_inventory(request, node.uuid),
        "bios": baremetal.node_bios(request, node.uuid),
        "firmware": baremetal.node_firmware(request, node.uuid),
    }


def _ports(request, node):
    return {"ports": baremetal.node_ports(request, node.uuid), "port_form": PortForm()}


def _networks(request, node):
    data = inventory.one(inventory.see_node(request, node.uuid), node.uuid)
    return {
        "topology": data,
        "topology_url": url_or_none("horizon:admin:uc_topology:node", node.uuid),
        "topology_table": table.wires(data) if data else (),
    }


def _validation(request, node):
    verdicts = baremetal.validate_node(request, node.uuid)
    return {
        "verdicts": [
            (name, node.interfaces.get(name, ""), verdict) for name, verdict in verdicts.items()
        ]
    }


def _history(request, node):
    return {"events": baremetal.node_history(request, node.uuid)}


TABS = (
    Tab("overview", gettext_lazy("Overview"), _overview),
    Tab("hardware", gettext_lazy("Hardware"), _hardware),
    Tab("ports", gettext_lazy("Ports"), _ports),
    Tab("networks", gettext_lazy("Networks"), _networks),
    Tab("validation", gettext_lazy("Validation"), _validation),
    Tab("history", gettext_lazy("History"), _history),
)


def tab(slug):
    """The tab called ``slug``, or the first one."""
    return next((found for found in TABS if found.slug == slug), TABS[0])
