"""What two servers cannot both have: a name, a MAC address, a management controller.

Ironic itself refuses names and MAC addresses only when a node is created, in the middle of an
operation, and management controllers never.
"""

from helion_services.base.messages import Message
from helion_services.base.problems import Invalid
from helion_services.base.threads import Pool
from helion_services.nodes import drivers, ironic, undercloud
from helion_services.nodes.new_node import controller

_PARALLEL = 8
_NAME, _MAC, _CONTROLLER = "name", "mac", "controller"


def refuse(runtime, nodes, new):
    """Raise :class:`Invalid` for the field ``new_nodes`` if one of ``new`` is in Ironic already, or
    needs a driver that Ironic does not have.

    Calls Ironic once for all drivers, once for all management controllers, and once for each new
    MAC address.

    :param nodes: of Ironic, :class:`~helion_services.nodes.ironic.Node` by UUID
    :param new: :class:`~helion_services.nodes.new_node.NewNode`
    """
    if not new:
        return
    with undercloud.answering("baremetal"):
        api = undercloud.baremetal(runtime.clouds)
        owners = _owners(api, nodes, new)
        faults = drivers.faults(api, new)
    for node in new:
        macs = [port["address"] for port in node.ports]
        for kind, label, key in _keys(node.name, macs, node.driver_info):
            if (kind, key) in owners:
                faults.append(_owned(kind, label, node.name, owners[kind, key]))
            owners[kind, key] = node.name
    if faults:
        raise Invalid({"new_nodes": faults})


def report(drafts, report):
    """Report names, MAC addresses and management controllers that a file has twice.

    :param drafts: :class:`~.importer.entry.Draft`
    :param report: the :class:`~.importer.result.Report`
    """
    rows = {}
    for draft in drafts:
        row = draft.entry.row
        for kind, label, key in _keys(draft.name, draft.macs, draft.driver_info):
            if (kind, key) in rows:
                report.error(row, _field(draft, kind), _repeated(kind, label, rows[kind, key], row))
            else:
                rows[kind, key] = row


def _keys(name, macs, driver_info):
    """``(kind, how to show it, what must be unique)``."""
    for mac in macs:
        yield _MAC, mac, mac.lower()
    access = controller(driver_info)
    if access:
        key, unique = access
        yield _CONTROLLER, driver_info[key], unique
    if name:
        yield _NAME, name, name


def _owners(api, nodes, new):
    """The name of the node that has it, by kind and key."""
    macs = {port["address"].lower() for node in new for port in node.ports}
    with Pool(_PARALLEL) as pool:
        infos = pool.submit(ironic.controllers, api)
        uuids = dict(zip(macs, pool.map(lambda mac: ironic.owner_of(api, mac), macs), strict=True))
        infos = infos.result()
    owners = {(_NAME, node.name): node.name for node in nodes.values() if node.name}
    owners |= {(_MAC, mac): _label(nodes, uuid) for mac, uuid in uuids.items() if uuid}
    for uuid, info in infos.items():
        access = controller(info)
        if access:
            owners[_CONTROLLER, access[1]] = _label(nodes, uuid)
    return owners


def _label(nodes, uuid):
    return nodes[uuid].label if uuid in nodes else uuid


def _owned(kind, label, name, owner):
    """That a node of Ironic, or an earlier one of the same request, has it."""
    params = {"name": name, "owner": owner, "value": label}
    if kind == _NAME:
        return Message("name-in-use", "There is a node {name} already.", name=name)
    if kind == _MAC and owner == name:
        return Message(
            "mac-twice", "{name} has the MAC address {value} twice.", name=name, value=label
        )
    if kind == _MAC:
        return Message(
            "mac-in-use", "{name}: {owner} has the MAC address {value} already.", **params
        )
    return Message(
        "controller-in-use",
        "{name}: {owner} has the management controller {value} already.",
        **params,
    )


def _repeated(kind, label, first, row):
    """That rows of a file have it twice."""
    params = {"first": first, "row": row, "value": label}
    if first == row:
        return Message(
            "row-mac-twice",
            "Row {row} has the MAC address {value} twice. Remove one of them.",
            row=row,
            value=label,
        )
    if kind == _MAC:
        return Message(
            "rows-same-mac",
            "Rows {first} and {row} have the same MAC address, {value}. Correct one of them, or"
            " remove it if both are the same server.",
            **params,
        )
    if kind == _CONTROLLER:
        return Message(
            "rows-same-controller",
            "Rows {first} and {row} have the same management address, {value}. Correct one of"
            " them, or remove it if both are the same server.",
            **params,
        )
    return Message(
        "rows-same-name",
        "Rows {first} and {row} have the same name, {value}. Correct one of them, or remove it if"
        " both are the same server.",
        **params,
    )


def _field(draft, kind):
    """The name that the file has for it."""
    label, create = draft.entry.label, draft.entry.create
    if kind == _MAC:
        return "ports" if create else label("mac_address")
    if kind == _CONTROLLER:
        return f"driver_info.{controller(draft.driver_info)[0]}" if create else label("ip_address")
    return label("name")
