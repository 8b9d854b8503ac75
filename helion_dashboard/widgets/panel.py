"""What every panel of Undercloud Admin has in common."""

import horizon

from helion_dashboard import policy


class UndercloudPanel(horizon.Panel):
    """A panel of the group **Undercloud Admin**; give it ``name`` and ``slug``.

    It is there where the catalog has bare metal, for whoever may see the undercloud. Both are
    answered from the token and the policy alone: navigation must not ask any service.
    """

    def allowed(self, context):
        # Not by ``permissions`` and ``policy_rules``: Horizon knows no roles on the system.
        request = context["request"]
        return has_bare_metal(request.user) and policy.allowed(request, "undercloud:see")


def has_bare_metal(user):
    """Whether the user's token names a bare metal service."""
    return any(service["type"] == "baremetal" for service in user.service_catalog or ())
