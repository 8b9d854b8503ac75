"""What the package adds to the pages of nodes."""

from django.utils.translation import gettext_lazy as _

from acme_dashboard.arrays import api
from helion_dashboard.kit.actions import Action, Group
from helion_dashboard.kit.details import Tab

#: Nodes whose locator light is on.
LOCATED = set()


def _arrays(request, node):
    return {"arrays": api.arrays(request), "located": node.uuid in LOCATED}


node_tabs = (Tab("arrays", _("Arrays"), "acme/_node_arrays.html", _arrays),)

node_actions = (
    Group(
        _("Acme"),
        (
            Action(
                "locate",
                _("Locate"),
                "acme:node:locate",
                _("Switches on the locator light of the node."),
                run=lambda request, uuid: LOCATED.add(uuid),
                immediate=True,
            ),
        ),
    ),
)
