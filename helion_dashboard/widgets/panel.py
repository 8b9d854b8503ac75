"""What every panel of Undercloud Admin has in common."""

import horizon


class UndercloudPanel(horizon.Panel):
    """A panel of the group **Undercloud Admin**; give it ``name`` and ``slug``.

    It is there where the catalog has bare metal, for whoever may see the undercloud. Both are
    answered from the token and the policy alone: navigation must not ask any service.
    """

    permissions = ("openstack.services.baremetal",)
    policy_rules = (("helion", "undercloud:see"),)
