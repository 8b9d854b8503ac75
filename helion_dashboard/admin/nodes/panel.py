from django.utils.translation import gettext_lazy as _

from helion_dashboard.kit import nodes
from helion_dashboard.kit.next_steps import NextStep
from helion_dashboard.kit.panel import UndercloudPanel
from helion_dashboard.kit.resources import Kind


class Nodes(UndercloudPanel):
    name = _("Nodes")
    slug = "uc_nodes"
    next_steps = (
        NextStep(
            ("nodes:enrol",), _("Show the nodes"), "horizon:admin:uc_nodes:index", "node:list"
        ),
    )
    resources = (
        Kind(
            "node",
            _("Node"),
            "horizon:admin:uc_nodes:detail",
            lambda request: {node.uuid: node.label for node in nodes.sweep(request)},
        ),
    )
