"""Rules about the servers: NICs, booting, management processors."""

from django.utils.translation import gettext as _

from helion_dashboard.kit.topology import wires
from helion_dashboard.kit.topology.planning.result import failed, passed, warned

_NAMED = 5


def nics(picture):
    """Every server has the NICs that its role needs, and a management processor."""
    counts, found, seen = _nics_by_node(picture), [], []
    for row, members in _of_metal(picture):
        needed = _needed(row.role, picture.layout)
        few = [one for one in members if counts.get(one.id, 0) < needed]
        if few:
            found.append(
                failed(
                    _("%(role)s need %(n)d NICs; fewer have %(names)s.")
                    % {"role": row.role.title, "n": needed, "names": _names(few)}
                )
            )
        elif members:
            seen.append(f"{row.role.title}: {needed}")
    return found or [passed(", ".join(seen) or _("There are no servers in the layout's roles."))]


def booting(picture):
    """Only one NIC of a server boots from the network."""
    boots = {}
    for nic in picture.live.nics:
        boots[nic.node] = boots.get(nic.node, 0) + nic.boots
    members = [one for _row, some in _of_metal(picture) for one in some if one.id in boots]
    many = [one for one in members if boots[one.id] > 1]
    none = [one for one in members if not boots[one.id]]
    found = []
    if many:
        found.append(warned(_("Several NICs boot from the network: %s.") % _names(many)))
    if none:
        found.append(failed(_("No NIC boots from the network: %s.") % _names(none)))
    return found or [passed(_("%d servers") % len(members))]


def management_processors(picture):
    """The IPMI or iLO network is reached from the management network, through a router."""
    found, answering = [], 0
    for row, members in _of_metal(picture):
        ids = [one.network for one in row.role.networks]
        bmc = [name for name in ids if picture.layout.network(name).means == "bmc"]
        if not bmc:
            continue
        by_state = {}
        for member in members:
            for wire in member.wires:
                if wire.network in bmc:
                    state = wire.state if wire.bad else "bound" if wire.bound else "silent"
                    by_state.setdefault(state, []).append(member)
        answering += len(by_state.get("bound", ()))
        found += _said(row.role.title, by_state)
    found += _routed(picture)
    return found or [passed(_("%d management processors answer Ironic.") % answering)]


def _said(title, by_state):
    sentences = {
        wires.DOWN: (failed, _("%(role)s: no answer from %(names)s.")),
        wires.MISSING: (failed, _("%(role)s: not on the network: %(names)s.")),
        "silent": (warned, _("%(role)s: nobody has asked yet: %(names)s.")),
    }
    for state, (made, sentence) in sentences.items():
        if by_state.get(state):
            yield made(sentence % {"role": title, "names": _names(by_state[state])})


def _routed(picture):
    for network in picture.networks.values():
        if not (network.plan and network.plan.means == "bmc" and network.here):
            continue
        if not any(subnet.gateway for subnet in network.subnets):
            yield warned(_("%s has no gateway: nothing routes to it.") % network.name)


def _nics_by_node(picture):
    counts = {}
    for nic in picture.live.nics:
        counts[nic.node] = counts.get(nic.node, 0) + 1
    return counts


def _of_metal(picture):
    return [
        (row, row.members)
        for row in picture.rows
        if row.role.seen == "ironic" and row.members and row.role.networks
    ]


def _needed(role, layout):
    """How many NICs: one, and one for each port that is named besides."""
    ports = {
        attachment.nic or layout.network(attachment.network).port
        for attachment in role.networks
        if layout.network(attachment.network).means == "nic" and not attachment.optional
    }
    return max(1, len(ports - {None, "intf*"})) if ports else 0


def _names(members):
    names = ", ".join(one.name for one in members[:_NAMED])
    if len(members) > _NAMED:
        return _("%(names)s and %(n)d more") % {"names": names, "n": len(members) - _NAMED}
    return names
