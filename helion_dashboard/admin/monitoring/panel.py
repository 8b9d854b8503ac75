from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.monitoring import client as monitoring
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.panel import UndercloudPanel

_MOST = 100


def _of_node(request, node):
    """What is watched of a node: its management processor, the server on it, and its services."""
    hosts = monitoring.hosts(request, node=node.uuid, sort_key="name", limit=_MOST)
    services = monitoring.services(request, node=node.uuid, limit=_MOST)
    return {"objects": [*hosts.records, *services.records]}


class Monitoring(UndercloudPanel):
    name = _("Monitoring")
    slug = "uc_monitoring"
    service = monitoring.SERVICE
    node_tabs = (
        Tab(
            "monitoring",
            _("Monitoring"),
            "helion_dashboard/monitoring/_objects.html",
            _of_node,
        ),
    )
