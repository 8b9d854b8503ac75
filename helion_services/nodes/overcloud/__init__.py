"""The overcloud's Nova and Placement: what runs where, and how it is moved."""

from helion_services.base.overcloud.services import Service
from helion_services.base.overcloud.vms import Vm
from helion_services.nodes.overcloud.look import Seen, count_vms, look
from helion_services.nodes.overcloud.room import Host

__all__ = ("Host", "Seen", "Service", "Vm", "count_vms", "look")
