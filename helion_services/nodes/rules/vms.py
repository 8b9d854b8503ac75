"""Virtual machines that Nova cannot migrate, or only to some hosts."""

from helion_services.base.messages import Message
from helion_services.nodes.rules.check import blocked, passed, warned

_STATES = ("vms.states", Message("check-vm-states", "States of the virtual machines"))
_FEATURES = ("vms.features", Message("check-vm-features", "Hosts that virtual machines need"))
_AFFINITY = ("vms.affinity", Message("check-vm-affinity", "Affinity of virtual machines"))


def states(immovable):
    """Whether each virtual machine is in a state in which it can leave.

    :param immovable: :class:`~helion_services.overcloud.vms.Vm` that are in none
    """
    if not immovable:
        return passed(
            *_STATES, Message("vm-states-good", "Each can be migrated in its current state.")
        )
    reasons = [_state(vm) for vm in immovable]
    return blocked(*_STATES, Message("vm-states-bad", "{reasons}", reasons=reasons))


def features(vms):
    """A warning about virtual machines whose flavor needs more than room, or None."""
    special = [vm for vm in vms if vm.needs]
    if not special:
        return None
    needs = sorted({need for vm in special for need in vm.needs})
    message = Message(
        "vms-need-features",
        "The flavors of {vms} need special hosts ({needs}). That is not checked: the migration"
        " fails if no other host has what they need.",
        vms=[vm.name for vm in special],
        needs=needs,
    )
    return warned(*_FEATURES, message)


def affinity(vms, groups):
    """That virtual machines of affinity groups cannot leave their host, or None.

    :param groups: dicts of :class:`~helion_services.overcloud.server_groups.Group` of that policy
    """
    bound = [
        Message(
            "vm-bound-by-affinity",
            "{vm} must stay on its host, by the policy of the server group {group}. Delete the"
            " group; its virtual machines stay.",
            vm=vm.name,
            group=group["name"],
        )
        for group in groups
        for vm in vms
        if vm.id in group["members"]
    ]
    if not bound:
        return None
    return blocked(*_AFFINITY, Message("vms-bound-by-affinity", "{reasons}", reasons=bound))


def _state(vm):
    """What to do with a virtual machine in a state that allows no migration."""
    params = {"vm": vm.name, "status": vm.status}
    if vm.status == "ERROR":
        return Message(
            "vm-state-error", "{vm} is {status}: reset its state, or delete it.", **params
        )
    if vm.status in ("SUSPENDED", "PAUSED"):
        return Message("vm-state-paused", "{vm} is {status}: resume it.", **params)
    if vm.status == "RESCUE":
        return Message("vm-state-rescue", "{vm} is {status}: unrescue it.", **params)
    if vm.status == "VERIFY_RESIZE":
        return Message(
            "vm-state-resized", "{vm} is {status}: confirm or revert its resize.", **params
        )
    if vm.status in ("SHELVED", "SOFT_DELETED"):
        return Message("vm-state-put-away", "{vm} is {status}: restore it, or delete it.", **params)
    return Message(
        "vm-state-other", "{vm} is {status}: it cannot be migrated in this state.", **params
    )
