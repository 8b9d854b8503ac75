"""Rules about the servers: NICs, booting, management processors."""

from django.utils.translation import gettext as _

from helion_dashboard.kit.topology import wires
from helion_dashboard.kit.topology.planning.result import failed, passed_with, warned

_NAMED = 5


def nics(picture):
    """Every server has the NICs that its role needs, and a management processor."""
    counts, findings, summaries = _nics_by_node(picture), [], []
    for row, members in _of_metal(picture):
        needed = _needed(row.role, picture.layout)
        few = [member for member in members if counts.get(member.id, 0) < needed]
        if few:
            findings.append(
                failed(
                    _("%(role)s needs %(n)d NICs. Fewer on: %(names)s.")
                    % {"role": row.role.title, "n": needed, "names": _names(few)}
                )
            )
        elif members:
            summaries.append(f"{row.role.title}: {needed}")
    return findings or [passed_with(", ".join(summaries), _("The layout's roles have no servers."))]


def booting(picture):
    """Only one NIC of a server boots from the network."""
    boots = {}
    for nic in picture.live.nics:
        boots[nic.node] = boots.get(nic.node, 0) + nic.boots
    members = [
        candidate
        for _row, row_members in _of_metal(picture)
        for candidate in row_members
        if candidate.id in boots
    ]
    many = [member for member in members if boots[member.id] > 1]
    none = [member for member in members if not boots[member.id]]
    findings = []
    if many:
        findings.append(warned(_("PXE boot is enabled on several NICs: %s.") % _names(many)))
    if none:
        findings.append(failed(_("PXE boot is enabled on no NIC: %s.") % _names(none)))
    return findings or [
        passed_with(
            members and _("%d servers") % len(members), _("The NICs of no server are known.")
        )
    ]


def management_processors(picture):
    """The IPMI or iLO network is reached from the management network, through a router."""
    findings, answering = [], 0
    for row, members in _of_metal(picture):
        ids = [network.network for network in row.role.networks]
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
        findings += _findings(row.role.title, by_state)
    findings += _routed(picture)
    return findings or [
        passed_with(
            answering and _("%d management controllers answer Ironic.") % answering,
            _("No server has a network for its management controller."),
        )
    ]


def _findings(title, by_state):
    sentences = {
        wires.DOWN: (failed, _("%(role)s: no answer from %(names)s.")),
        wires.MISSING: (failed, _("%(role)s: not on the network: %(names)s.")),
        "silent": (warned, _("%(role)s: not checked yet: %(names)s.")),
    }
    for state, (verdict, sentence) in sentences.items():
        if by_state.get(state):
            yield verdict(sentence % {"role": title, "names": _names(by_state[state])})


def _routed(picture):
    for network in picture.networks.values():
        if not (network.plan and network.plan.means == "bmc" and network.actual):
            continue
        if not any(subnet.gateway for subnet in network.subnets):
            yield warned(_("%s has no gateway and cannot be routed to.") % network.name)


def _nics_by_node(picture):
    counts = {}
    for nic in picture.live.nics:
        counts[nic.node] = counts.get(nic.node, 0) + 1
    return counts


def _of_metal(picture):
    return [
        (row, row.members)
        for row in picture.rows
        if row.role.source == "ironic" and row.members and row.role.networks
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
    names = ", ".join(member.name for member in members[:_NAMED])
    if len(members) > _NAMED:
        return _("%(names)s and %(n)d more") % {"names": names, "n": len(members) - _NAMED}
    return names
