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
        NextStep(
            (
                *("nodes:enrol", "nodes:deploy", "nodes:undeploy", "nodes:scale_out"),
                *("nodes:scale_in", "nodes:replace", "nodes:rollout"),
            ),
            _("Show failed nodes"),
            "horizon:admin:uc_nodes:index",
            "node:list",
            query="state=is:failed",
            failed=True,
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
