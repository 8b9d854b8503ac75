"""The overcloud's Nova and Placement: virtual machines, free room and migrations."""

from helion_services.nodes.overcloud.look import Occupancy, count_vms, look
from helion_services.nodes.overcloud.room import Host
from helion_services.overcloud.services import Service
from helion_services.overcloud.vms import Vm

__all__ = ("Host", "Occupancy", "Service", "Vm", "count_vms", "look")
