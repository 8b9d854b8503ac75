from django.utils.translation import gettext_lazy as _

from helion_dashboard.admin.scale.plan_forms import MOST
from helion_dashboard.kit.actions import ID, Action, Condition, Group, page
from helion_dashboard.kit.next_steps import NextStep
from helion_dashboard.kit.panel import UndercloudPanel
from helion_dashboard.kit.resources import Kind

_HAS_INSTANCE = Condition(
    "instance", "set", _("The node has no instance: it is not a server of the overcloud.")
)
NODE_ACTIONS = Group(
    _("Overcloud"),
    (
        Action(
            "replace",
            _("Replace…"),
            "plan:create",
            link=page("horizon:admin:uc_scale:replace", ID),
            needs=(_HAS_INSTANCE,),
            most=1,
        ),
        Action(
            "remove",
            _("Remove from overcloud…"),
            "plan:create",
            link=page("horizon:admin:uc_scale:remove"),
            parameter="server",
            needs=(_HAS_INSTANCE,),
            most=MOST,
        ),
    ),
)


class Scale(UndercloudPanel):
    name = _("Scale")
    slug = "uc_scale"
    next_steps = (
        NextStep(
            ("nodes:deploy", "nodes:scale_out", "nodes:scale_in", "nodes:replace"),
            _("Show the servers"),
            "horizon:admin:uc_scale:index",
            "role:list",
        ),
        NextStep(
            ("nodes:scale_out", "nodes:replace"),
            _("Select other nodes"),
            "horizon:admin:uc_scale:index",
            "role:list",
            failed=True,
        ),
    )
    resources = (Kind("role", _("Role"), "horizon:admin:uc_scale:index"),)
    node_actions = (NODE_ACTIONS,)
