"""Which NIC or bond of a server carries a network."""


def carrier(node, nics, wire, network, index):
    """The NIC that a network without a port would use: the one that the layout names, if any."""
    physical, boots = network.actual.physical, network.plan.boots
    ports = _ports(wire.nic, network.plan)
    return min(
        (nic for nic in nics if nic.physical in (None, physical) or physical is None),
        key=lambda nic: (boots and not nic.boots, not _is_named(node, nic, ports, index)),
        default=None,
    )


def first(node, wire, index):
    """The NIC of the networks that the server tags itself, ``None`` without any."""
    ports = _ports(wire.nic, index.networks[wire.network].plan)
    nics = index.nics.get(node.uuid, ())
    return min(
        nics, key=lambda nic: (not _is_named(node, nic, ports, index), not nic.boots), default=None
    )


def through(wire, nic, index):
    """Say which NIC, or which members of a bond, the wire goes through."""
    if nic is None:
        return
    bond = index.bonds.get(getattr(nic, "group", None) or getattr(nic, "id", None))
    if bond is None:
        wire.nic, wire.mac, wire.switch = nic.name or wire.nic, nic.mac, nic.switch
        return
    members = [bond_nic for bond_nic in index.nics.get(bond.node, ()) if bond_nic.group == bond.id]
    wire.bond = bond.name or "bond"
    wire.nic = "+".join(member.name for member in members if member.name) or wire.nic
    wire.mac = "+".join(member.mac for member in members) or bond.mac
    wire.switch = ", ".join(member.switch for member in members if member.switch)


def is_other_port(node, wire, attachment, index):
    """Whether a wire goes through another port than the layout names, though the node has that."""
    plan = index.networks[attachment.network].plan
    if plan.means != "nic" or not wire.mac:
        return False
    ports = _ports(attachment.nic or plan.port, plan)
    used = {short(node, name) for name in (wire.bond, *wire.nic.split("+"))}
    named = any(_is_named(node, nic, ports, index) for nic in index.nics.get(node.uuid, ()))
    return named and used.isdisjoint(ports)


def short(node, name):
    """A port's name as on the case: ports are often named by their node."""
    return name.replace(f"{node.name}-", "") if node.name and name else name


def _ports(nic, plan):
    """The names that the layout has for the server's port."""
    return {name for name in (nic, plan.bond) if name}


def _is_named(node, nic, ports, index):
    bond = index.bonds.get(nic.group)
    return not ports.isdisjoint({short(node, nic.name), short(node, bond.name if bond else "")})
