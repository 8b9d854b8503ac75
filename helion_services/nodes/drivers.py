"""Drivers and hardware interfaces that new nodes need and Ironic does not have.

Ironic itself refuses them only when a node is created, in the middle of an operation.
"""

from helion_services.base.messages import Message

_INTERFACE = "_interface"


def faults(api, new):
    """A :class:`Message` for each driver and interface that is missing: one call.

    :param new: :class:`~helion_services.nodes.new_node.NewNode`
    """
    params = {"detail": "True"}
    rows = api.get("/v1/drivers", params=params).json()["drivers"]
    drivers = {row["name"]: row for row in rows}
    return [fault for node in new for fault in _of_node(node, drivers)]


def _of_node(node, drivers):
    if node.driver not in drivers:
        yield Message(
            "driver-missing",
            "{name}: Ironic has no driver {driver}. Its drivers are {drivers}.",
            name=node.name,
            driver=node.driver,
            drivers=sorted(drivers),
        )
        return
    for key, interface in node.to_json().items():
        if not key.endswith(_INTERFACE) or not interface:
            continue
        kind = key.removesuffix(_INTERFACE)
        enabled = drivers[node.driver].get(f"enabled_{kind}_interfaces") or []
        if interface not in enabled:
            yield Message(
                "interface-missing",
                "{name}: the driver {driver} has no {kind} interface {interface}, only {enabled}.",
                name=node.name,
                driver=node.driver,
                kind=kind,
                interface=interface,
                enabled=sorted(enabled),
            )
