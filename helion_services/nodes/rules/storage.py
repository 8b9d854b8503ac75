"""Storage nodes: managers of a StoreVirtual group, devices in a Swift ring.

StoreVirtual: at least three systems and an odd number of managers
(https://github.com/hphelion/documentation, ``helion/blockstorage/vsa/remove_node.dita``). Swift:
a device leaves the ring by its weight before its server does (``commercial/GA1``,
``*services-swift-deployment-shrink-remove-*.dita``).
"""

from helion_services.nodes.rules.check import blocked, passed, warned

FEWEST = 3

_SHOWN = 5
_MANAGERS = ("storage.vsa_managers", "Managers of the StoreVirtual group")
_RING = ("storage.swift_ring", "Devices in the Swift rings")


def vsa_managers(before, after):
    """Whether the group may go from ``before`` managers to ``after``."""
    if after == before:
        return passed(*_MANAGERS, f"The number of managers stays at {before}.")
    if after < FEWEST <= before:
        return blocked(
            *_MANAGERS,
            f"{_count(after)} would be left of {before}. At least {FEWEST} are needed to keep the"
            " volumes available.",
        )
    if after % 2 == 0:
        say = blocked if after < before else warned
        return say(
            *_MANAGERS,
            f"The group would have {_count(after)}. It needs an odd number to keep a majority:"
            " start or stop a manager on one of the systems.",
        )
    return passed(*_MANAGERS, f"The group goes from {before} managers to {after}, an odd number.")


def swift_ring(node_name, devices):
    """Whether a node may leave, by its devices in the rings.

    :param devices: :class:`~helion_services.nodes.ring.Device` of the node, None when no directory
        with rings is configured
    """
    if devices is None:
        return warned(
            *_RING,
            f"No directory with Swift rings is configured, so nobody looked whether {node_name} is"
            " still in one. Make sure that its devices were removed from every ring.",
        )
    if not devices:
        return passed(*_RING, f"No device of {node_name} is in a ring.")
    shown = "; ".join(map(_device, devices[:_SHOWN]))
    more = f"; and {len(devices) - _SHOWN} more" if len(devices) > _SHOWN else ""
    return blocked(*_RING, f"{node_name} is still in the rings: {shown}{more}. {_advice(devices)}")


def _device(device):
    where = f"{device.ring}: {device.device} on {device.ip}:{device.port}"
    return f"{where}, weight {device.weight:g}, {device.partitions} partitions"


def _advice(devices):
    if any(device.weight for device in devices):
        return (
            "Lower their weights step by step to 0, rebalance and copy the rings after each step,"
            " then remove the devices."
        )
    if any(device.partitions for device in devices):
        return "Rebalance until they hold no partition, then remove the devices and copy the rings."
    return "They hold nothing any more: remove the devices from the rings and copy the rings."


def _count(number):
    return {0: "no manager", 1: "one manager"}.get(number, f"{number} managers")
