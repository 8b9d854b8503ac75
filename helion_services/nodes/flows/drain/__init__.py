"""Steps about the overcloud's compute hosts and the virtual machines on them.

The order is the one that Nova needs: services disabled, virtual machines moved, nothing left, the
machine gone, and only then its service deleted.
"""

from helion_services.base.overcloud.arrive import WaitForComputes
from helion_services.base.overcloud.disable import DisableServices
from helion_services.base.overcloud.forget import ForgetComputes, ForgetNewcomers
from helion_services.nodes.flows.drain.empty import VerifyEmpty
from helion_services.nodes.flows.drain.hosts import MoveAway

__all__ = (
    "DisableServices",
    "ForgetComputes",
    "ForgetNewcomers",
    "MoveAway",
    "VerifyEmpty",
    "WaitForComputes",
)
