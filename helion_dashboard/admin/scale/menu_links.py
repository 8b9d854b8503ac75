"""Actions on nodes that have pages here: entries in the menus of nodes."""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.admin.scale import removing
from helion_dashboard.kit.actions import ID, Action, Condition, Group, page

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
            most=removing.MOST,
        ),
    ),
)
