"""The overcloud's Nova and Placement: what runs where, and how it is moved."""

from helion_services.nodes.overcloud.look import Seen, count_vms, look
from helion_services.nodes.overcloud.room import Host
from helion_services.nodes.overcloud.services import Service
from helion_services.nodes.overcloud.vms import Vm

__all__ = ("Host", "Seen", "Service", "Vm", "count_vms", "look")
