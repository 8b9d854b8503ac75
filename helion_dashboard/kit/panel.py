"""What every panel of Undercloud Admin has in common."""

import horizon

from helion_dashboard import policy
from helion_dashboard.api.wire import has_service


class UndercloudPanel(horizon.Panel):
    """A panel of the group **Undercloud Admin**; give it ``name`` and ``slug``.

    It is offered where the catalog has its ``service``, to users who may see the undercloud. Token
    and policy alone decide: navigation must not call any service.

    :cvar rule: of our policy, to be offered it
    """

    service = "baremetal"
    rule = "undercloud:see"

    def allowed(self, context):
        # Not by ``permissions`` and ``policy_rules``: Horizon knows no roles on the system.
        request = context["request"]
        return self.offered(request.user) and policy.allowed(request, self.rule)

    def offered(self, user):
        """Whether the user's token names what the panel is about."""
        return has_service(user, self.service)


def has_bare_metal(user):
    """Whether the user's token names a bare metal service."""
    return has_service(user, "baremetal")
