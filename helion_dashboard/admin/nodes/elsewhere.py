"""What is done to nodes on pages of their own: entries of the menu that are links."""

import dataclasses

from django.urls import reverse
from django.utils.translation import gettext as _

from helion_dashboard.admin.nodes.actions import Needs
from helion_dashboard.admin.scale import removing

_RULE = "plan:create"
_PLACE = "node"  # stands for a node's UUID until the browser puts one in


def described(allowed):
    """The menu's group "Overcloud" as plain data, as :func:`~.actions.described` has them.

    :param allowed: a function that says of a policy rule whether the user may
    """
    replace = reverse("horizon:admin:uc_scale:replace", args=[_PLACE])
    entries = (
        # The node's UUID is put into the path; several nodes would be put into the query.
        ("replace", _("Replace…"), replace.replace(f"/{_PLACE}/", "/{node}/"), 1),
        (
            "remove",
            _("Remove from overcloud…"),
            reverse("horizon:admin:uc_scale:remove"),
            removing.MOST,
        ),
    )
    return {
        "title": _("Overcloud"),
        "actions": [
            {
                "name": name,
                "label": label,
                "says": "",
                "rule": _RULE,
                "allowed": allowed(_RULE),
                "destroys": False,
                "needs": dataclasses.asdict(Needs(instance=True, unlocked=False)),
                "inputs": [],
                "link": link,
                "most": most,
            }
            for name, label, link, most in entries
        ],
    }
