"""What every panel of Undercloud Admin has in common."""

import horizon


class UndercloudPanel(horizon.Panel):
    """A panel of the group **Undercloud Admin**; give it ``name`` and ``slug``.

    It is there where the catalog has bare metal, for whoever may see the undercloud. Both are
    answered from the token and the policy alone: navigation must not ask any service.
    """

    policy_rules = (("helion", "undercloud:see"),)

    def allowed(self, context):
        # Not by ``permissions``: Horizon then makes the set of all permissions anew for each panel.
        return has_bare_metal(context["request"].user) and super().allowed(context)


def has_bare_metal(user):
    """Whether the user's token names a bare metal service."""
    return any(service["type"] == "baremetal" for service in user.service_catalog or ())
