"""The compute service of a host that leaves: one that is down can migrate nothing."""

from helion_services.base.messages import Message
from helion_services.nodes.rules.check import blocked, passed, warned

BLOCK, EVACUATE, DELETE = "block", "evacuate", "delete"
"""What becomes of virtual machines on a host whose compute service is down."""

_NAME = "compute.service"


def reporting(host, service, vms, stranded):
    """Whether the virtual machines on a host can leave it.

    :param service: :class:`~helion_services.overcloud.services.Service`, or None
    :param vms: :class:`~helion_services.overcloud.vms.Vm` on the host
    :param stranded: :data:`BLOCK`, :data:`EVACUATE` or :data:`DELETE`
    """
    title = Message("check-compute-service", "Compute service of {host}", host=host)
    if service is None:
        return warned(_NAME, title, _missing(host))
    if service.up:
        return passed(
            _NAME,
            title,
            Message("host-service-up", "The compute service is up on {host}.", host=host),
        )
    names = [vm.name for vm in vms]
    if not vms:
        message = Message(
            "host-down-empty",
            "The compute service of {host} is down. No virtual machine is on it.",
            host=host,
        )
        return passed(_NAME, title, message)
    if stranded == EVACUATE:
        return warned(_NAME, title, _evacuated(host, vms))
    if stranded == DELETE:
        message = Message(
            "host-down-vms-deleted",
            "The compute service of {host} is down. {vms} will be deleted, with all data that is"
            " not on volumes.",
            host=host,
            vms=names,
        )
        return warned(_NAME, title, message)
    message = Message(
        "host-down",
        "The compute service of {host} is down, so {vms} cannot be migrated. Start the service, or"
        " change the request: evacuate the virtual machines, or delete them.",
        host=host,
        vms=names,
    )
    return blocked(_NAME, title, message)


def _evacuated(host, vms):
    """What evacuation costs: the disks that are on the host."""
    local = [vm.name for vm in vms if vm.disk_gb or not vm.boots_from_volume]
    if not local:
        return Message(
            "host-down-vms-on-volumes",
            "The compute service of {host} is down. {vms} will be rebuilt on other hosts from their"
            " volumes; what was in memory is lost.",
            host=host,
            vms=[vm.name for vm in vms],
        )
    return Message(
        "host-down-vms-evacuated",
        "The compute service of {host} is down. Its virtual machines will be rebuilt on other"
        " hosts. Unless the hosts share storage, everything on the local disks of {vms} is lost.",
        host=host,
        vms=local,
    )


def _missing(host):
    return Message(
        "nothing-to-drain",
        "The overcloud's Nova has no compute service on {host}: there is nothing to drain.",
        host=host,
    )
