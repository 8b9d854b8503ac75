"""Storage nodes: managers of a StoreVirtual group, devices in a Swift ring.

StoreVirtual: at least three systems and an odd number of managers
(https://github.com/hphelion/documentation, ``helion/blockstorage/vsa/remove_node.dita``). Swift:
a device leaves the ring by its weight before its server does (``commercial/GA1``,
``*services-swift-deployment-shrink-remove-*.dita``).
"""

from helion_services.base.messages import Message
from helion_services.nodes.rules.check import BLOCK, blocked, passed, warned

MINIMUM = 3

_SHOWN = 5
_MANAGERS = (
    "storage.vsa_managers",
    Message("check-vsa-managers", "Managers of the StoreVirtual group"),
)


def vsa_group(cluster, leaving, replacing):
    """Whether ``leaving`` servers may leave the group of a cluster, or others come if none leaves.

    Which systems run a manager is unknown: what is certain blocks, what may be is a warning.

    :param cluster: a :class:`~helion_services.nodes.storevirtual.Cluster`
    :param replacing: as many come, without managers until somebody starts them
    """
    if not leaving:
        return _systems_come(cluster)
    managers, possible = cluster.managers, min(leaving, cluster.managers)
    without = max(cluster.systems - managers, 0)
    certain = min(max(leaving - without, 0), possible)
    numbers = {
        "cluster": cluster.name,
        "managers": managers,
        "quorum": cluster.quorum,
        "leaving": leaving,
    }
    if managers - certain < cluster.quorum:
        message = Message(
            "vsa-quorum-lost",
            "The group of {cluster} runs {managers} managers and needs {quorum}. Without {leaving}"
            " of its systems, its volumes would be offline. Remove fewer at a time.",
            **numbers,
        )
        return blocked(*_MANAGERS, message)
    if not replacing:
        counted = vsa_managers(managers, managers - certain)
        if counted.result == BLOCK or possible == certain:
            return counted
    return warned(*_MANAGERS, _may_leave(managers - possible < cluster.quorum, numbers))


def _may_leave(quorum_too, numbers):
    if quorum_too:
        return Message(
            "vsa-quorum-unsure",
            "The group of {cluster} runs {managers} managers and needs {quorum}. Make sure in the"
            " management console that {quorum} of them run on systems that stay, not on those that"
            " leave ({leaving}).",
            **numbers,
        )
    return Message(
        "vsa-managers-may-leave",
        "The group of {cluster} runs {managers} managers and needs {quorum}. If a system that"
        " leaves ({leaving}) runs one, start another, so that the number is odd.",
        **numbers,
    )


def vsa_not_checked(reason, counted):
    """The managers are unknown for a ``reason``; ``counted`` is the check of the servers' number.

    It blocks if that does, and does not pass.
    """
    result = blocked if counted.result == BLOCK else warned
    return result(
        *_MANAGERS,
        Message(
            "vsa-managers-not-checked",
            "Not checked: {reason} If each server runs a manager: {count}",
            reason=reason,
            count=counted.message,
        ),
    )


def _systems_come(cluster):
    numbers = {"cluster": cluster.name, "managers": cluster.managers}
    if cluster.managers < MINIMUM or cluster.managers % 2 == 0:
        message = Message(
            "vsa-managers-start",
            "The group of {cluster} runs {managers} managers. Start or stop one in the management"
            " console: an odd number, at least {minimum}, keeps the volumes available.",
            minimum=MINIMUM,
            **numbers,
        )
        return warned(*_MANAGERS, message)
    message = Message(
        "vsa-managers-enough",
        "The group of {cluster} runs {managers} managers, of which {quorum} are needed. A new"
        " system runs none until you start it.",
        quorum=cluster.quorum,
        **numbers,
    )
    return passed(*_MANAGERS, message)


def vsa_managers(before, after):
    """Whether the group may go from ``before`` managers to ``after``."""
    numbers = {"before": before, "after": after}
    if after == before:
        return passed(
            *_MANAGERS,
            Message(
                "vsa-managers-same", "The number of managers stays at {before}.", before=before
            ),
        )
    if after < MINIMUM <= before:
        return blocked(
            *_MANAGERS,
            Message(
                "vsa-managers-too-few",
                "The number of managers would fall from {before} to {after}. At least {minimum} are"
                " needed to keep the volumes available.",
                minimum=MINIMUM,
                **numbers,
            ),
        )
    if after % 2 == 0:
        result = blocked if after < before else warned
        return result(
            *_MANAGERS,
            Message(
                "vsa-managers-even",
                "The number of managers would go from {before} to {after}. An odd number is needed"
                " for a majority: start or stop a manager on one of the systems.",
                **numbers,
            ),
        )
    return passed(
        *_MANAGERS,
        Message(
            "vsa-managers-odd",
            "The number of managers goes from {before} to {after}, an odd number.",
            **numbers,
        ),
    )


def swift_ring(node_name, devices):
    """Whether a node may leave, by its devices in the rings.

    :param devices: :class:`~helion_services.nodes.ring.Device` of the node, None when no directory
        with rings is configured
    """
    rule = _ring_rule(node_name)
    if devices is None:
        return warned(
            *rule,
            Message(
                "swift-ring-unknown",
                "No directory with Swift rings is configured, so the rings were not checked for"
                " {node}. Make sure that its devices have left every ring.",
                node=node_name,
            ),
        )
    if not devices:
        return passed(
            *rule,
            Message("swift-ring-free", "No device of {node} is in a ring.", node=node_name),
        )
    shown = [_device(device) for device in devices[:_SHOWN]]
    if len(devices) > _SHOWN:
        shown.append(Message("more-devices", "And {count} more.", count=len(devices) - _SHOWN))
    return blocked(
        *rule,
        Message(
            "swift-ring-devices",
            "{node} is still in the rings. {devices} {advice}",
            node=node_name,
            devices=shown,
            advice=_advice(devices),
        ),
    )


def swift_ring_unreadable(node_name, error):
    """A ring that cannot be read blocks. ``error`` is a :class:`~..ring.RingError`."""
    return blocked(*_ring_rule(node_name), error.args[0])


def _ring_rule(node_name):
    title = Message("check-swift-ring", "Devices of {node} in the Swift rings", node=node_name)
    return "storage.swift_ring", title


def _device(device):
    return Message(
        "swift-ring-device",
        "{ring}: {device} on {ip}:{port}, weight {weight}, {partitions} partitions.",
        ring=device.ring,
        device=device.device,
        ip=device.ip,
        port=device.port,
        weight=f"{device.weight:g}",
        partitions=device.partitions,
    )


def _advice(devices):
    if any(device.weight for device in devices):
        return Message(
            "swift-lower-weights",
            "Lower their weights step by step to 0, rebalance and copy the rings after each step,"
            " then remove the devices.",
        )
    if any(device.partitions for device in devices):
        return Message(
            "swift-rebalance",
            "Rebalance until they hold no partition, then remove the devices and copy the rings.",
        )
    return Message(
        "swift-remove-devices",
        "They hold no data: remove the devices from the rings and copy the rings.",
    )
