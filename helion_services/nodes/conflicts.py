"""New servers that are known already, by their name, MAC address or management controller.

Ironic itself refuses names and MAC addresses only when a node is made, in the middle of an
operation, and management controllers never.
"""

import concurrent.futures

from helion_services.base.errors import Invalid
from helion_services.nodes import ironic, undercloud
from helion_services.nodes.new_node import controller

_PARALLEL = 8
_NAME, _MAC, _CONTROLLER = "name", "MAC address", "management controller"


def refuse(runtime, nodes, new):
    """Raise :class:`Invalid` for the field ``new_nodes`` if one of ``new`` is there already.

    Asks Ironic once for all management controllers, and once for each new MAC address.

    :param nodes: what Ironic has, :class:`~helion_services.nodes.ironic.Node` by UUID
    :param new: :class:`~helion_services.nodes.new_node.NewNode`
    """
    if not new:
        return
    with undercloud.answering("baremetal"):
        taken = _taken(undercloud.baremetal(runtime.clouds), nodes, new)
    said = []
    for one in new:
        for what, shown, key in _keys(one):
            if (what, key) in taken:
                said.append(_sentence(one.name, taken[what, key], what, shown))
            taken[what, key] = one.name
    if said:
        raise Invalid({"new_nodes": said})


def _keys(new):
    """``(what it is, how to show it, what must be unique)``."""
    yield _NAME, new.name, new.name
    for port in new.ports:
        yield _MAC, port["address"], port["address"].lower()
    found = controller(new.driver_info)
    if found:
        yield _CONTROLLER, found[1][0], found[1]


def _taken(api, nodes, new):
    """Who has what already: a name by what it is and its key."""
    macs = {port["address"].lower() for one in new for port in one.ports}
    with concurrent.futures.ThreadPoolExecutor(_PARALLEL) as pool:
        infos = pool.submit(ironic.controllers, api)
        owners = dict(zip(macs, pool.map(lambda mac: ironic.owner_of(api, mac), macs), strict=True))
        infos = infos.result()
    taken = {(_NAME, node.name): node.name for node in nodes.values() if node.name}
    taken |= {(_MAC, mac): _label(nodes, owner) for mac, owner in owners.items() if owner}
    for uuid, info in infos.items():
        found = controller(info)
        if found:
            taken[_CONTROLLER, found[1]] = _label(nodes, uuid)
    return taken


def _label(nodes, uuid):
    return nodes[uuid].label if uuid in nodes else uuid


def _sentence(name, owner, what, shown):
    if what == _NAME:
        return f"There is a node {name} already."
    if owner == name:
        return f"{name} has the {what} {shown} twice."
    return f"{name}: {owner} has the {what} {shown} already."
