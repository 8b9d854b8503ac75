"""The servers that leave: found by what they are called, and what is known of them."""

import dataclasses

from helion_services.base.errors import Invalid, Unavailable
from helion_services.nodes import overcloud, ring
from helion_services.nodes.plans.draft import REMOVED, Moved
from helion_services.nodes.rules import blocked, room, storage, warned
from helion_services.nodes.rules import node as node_rules

AFTER = {
    "keep": "cleaned and available again",
    "retire": "cleaned and retired",
    "delete": "cleaned and deleted from Ironic",
}
MIGRATION = ("live", "cold")


def members_of(facts, identities):
    """The members with these server ids, node UUIDs or names; :class:`Invalid` for ``nodes``."""
    found, unknown = [], []
    for identity in dict.fromkeys(identities):
        member = facts.member(identity)
        (found if member else unknown).append(member or identity)
    if unknown:
        raise Invalid({"nodes": [f"{one} is no server of the overcloud." for one in unknown]})
    # The same server may have been named twice in different ways.
    return list({(member.role.name, member.index): member for member in found}.values())


@dataclasses.dataclass(frozen=True)
class Occupancy:
    """What runs on compute servers that leave.

    :ivar vms: virtual machines by the name of their host
    :ivar checks: whether they can move
    :ivar watched: facts about them, for the plan
    """

    vms: dict
    checks: tuple
    watched: dict


def occupancy(runtime, members):
    """Ask the overcloud's Nova about members of compute roles."""
    hosts = [member.name for member in members if member.role.kind == "compute"]
    if not hosts:
        return Occupancy({}, (), {})
    try:
        seen = overcloud.look(runtime.clouds, hosts)
    except Unavailable as exc:
        reason = f"Nobody can tell which virtual machines run on {', '.join(hosts)}: {exc.detail}"
        return Occupancy({}, (blocked("vms.known", "Virtual machines", reason),), {})
    checks = [
        room.fits(
            [dataclasses.asdict(vm) for vms in seen.vms.values() for vm in vms],
            [dataclasses.asdict(host) for host in seen.room],
        )
    ]
    for host in hosts:
        if host not in seen.services:
            reason = f"The overcloud's Nova knows no compute service on {host}: nothing to drain."
            checks.append(warned("compute.service", f"Compute service of {host}", reason))
    return Occupancy(
        seen.vms,
        tuple(checks),
        {
            f"virtual machines on {host}": ", ".join(sorted(vm.name for vm in vms)) or "none"
            for host, vms in seen.vms.items()
        },
    )


def node_checks(members):
    """Whether Ironic lets go of the nodes."""
    return [node_rules.free_to_leave(member.node) for member in members if member.node]


def ring_check(runtime):
    """A function that checks whether a member still has devices in a Swift ring."""
    folder = runtime.conf.nodes.swift_rings

    def check(member):
        try:
            devices = ring.devices_of(folder, member.addresses) if folder else None
        except ring.RingError as exc:
            return blocked("storage.swift_ring", "Devices in the Swift rings", str(exc))
        return storage.swift_ring(member.name, devices)

    return check


def servers(members):
    """A :class:`~.draft.Moved` for each of them."""
    return [
        Moved(
            REMOVED,
            member.name,
            member.role.name,
            member.node.uuid if member.node else None,
            member.node.label if member.node else None,
        )
        for member in members
    ]


def sentences(members, after):
    """What becomes of the nodes."""
    return [
        f"{member.name} leaves; {member.node.label if member.node else 'its node'} is"
        f" {AFTER[after]}."
        for member in members
    ]


def moves(vms):
    """What becomes of the virtual machines."""
    return [
        f"{len(some)} virtual machines move away from {host}."
        if len(some) > 1
        else f"{some[0].name} moves away from {host}."
        for host, some in vms.items()
        if some
    ]
