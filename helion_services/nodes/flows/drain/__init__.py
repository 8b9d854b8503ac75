"""Draining compute hosts of the overcloud, and registering them in its Nova.

The order is the one that Nova needs: services disabled, virtual machines migrated, nothing left,
the server deleted, and only then its service.
"""

from helion_services.nodes.flows.drain.evacuation import EvacuateHosts
from helion_services.nodes.flows.drain.hosts import DrainHosts, VerifyEmpty
from helion_services.overcloud.deleted_hosts import DeleteComputeServices
from helion_services.overcloud.disable import DisableServices, EnableServices
from helion_services.overcloud.new_hosts import RecordNewHosts, WaitForComputes, WaitForReports

__all__ = (
    "DisableServices",
    "EnableServices",
    "DrainHosts",
    "DeleteComputeServices",
    "EvacuateHosts",
    "RecordNewHosts",
    "VerifyEmpty",
    "WaitForComputes",
    "WaitForReports",
)
