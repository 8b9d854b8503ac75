"""The servers that leave: their virtual machines, their checks, and the fate of their nodes."""

import dataclasses

from helion_services.base.messages import Message
from helion_services.base.problems import Invalid, Unavailable
from helion_services.nodes import compute_hosts, ring
from helion_services.nodes.flows.drain.migrator import COLD, LIVE
from helion_services.nodes.flows.removal import DELETE, KEEP, RETIRE
from helion_services.nodes.plans import preconditions
from helion_services.nodes.plans.draft import REMOVED, ServerChange
from helion_services.nodes.rules import blocked, room, storage, warned
from helion_services.nodes.rules import node as node_rules

AFTER = (KEEP, RETIRE, DELETE)
MIGRATION = (LIVE, COLD)


def members_of(snapshot, identities):
    """The members with these server ids, node UUIDs or names; :class:`Invalid` for ``nodes``."""
    members, faults = {}, []
    for identity in identities:
        member = snapshot.member(identity)
        if member:
            # The same server may be given twice, by its name and by its id.
            members[member.role.name, member.index] = member
        else:
            faults.append(
                Message("server-unknown", "{name} is not a server of the overcloud.", name=identity)
            )
    if faults:
        raise Invalid({"nodes": faults})
    return list(members.values())


@dataclasses.dataclass(frozen=True)
class Occupancy:
    """What runs on compute servers that leave.

    :ivar vms: virtual machines by the name of their host
    :ivar checks: whether they can be migrated
    """

    vms: dict
    checks: tuple


def occupancy(runtime, members):
    """The :class:`Occupancy` of those members that are compute hosts, by the overcloud's Nova."""
    hosts = [member.name for member in members if member.role.kind == "compute"]
    if not hosts:
        return Occupancy({}, ())
    try:
        compute = compute_hosts.look(runtime.clouds, hosts)
    except Unavailable as exc:
        title = Message("check-vms", "Virtual machines")
        message = Message(
            "vms-unknown",
            "The virtual machines on {hosts} are unknown. {reason}",
            hosts=hosts,
            reason=exc.message,
        )
        return Occupancy({}, (blocked("vms.known", title, message),))
    fits = room.fits(
        [dataclasses.asdict(vm) for vms in compute.vms.values() for vm in vms],
        [dataclasses.asdict(host) for host in compute.room],
    )
    missing = [_without_service(host) for host in hosts if host not in compute.services]
    return Occupancy(compute.vms, (fits, *missing))


def _without_service(host):
    title = Message("check-compute-service", "Compute service of {host}", host=host)
    message = Message(
        "nothing-to-drain",
        "The overcloud's Nova has no compute service on {host}: there is nothing to drain.",
        host=host,
    )
    return warned("compute.service", title, message)


def node_checks(members):
    """Whether the nodes may leave."""
    return [node_rules.free_to_leave(member.node) for member in members if member.node]


def ring_check(runtime):
    """A function that checks whether a member still has devices in a Swift ring."""
    folder = runtime.conf.nodes.swift_rings

    def check(member):
        try:
            devices = ring.devices_of(folder, member.addresses) if folder else None
        except ring.RingError as exc:
            return storage.swift_ring_unreadable(member.name, exc)
        return storage.swift_ring(member.name, devices)

    return check


def request_part(members, after, migration):
    """The part of an operation's request about these servers: keywords of
    :class:`~..flows.requests.ScaleIn`."""
    return {
        "servers": [member.server for member in members if member.server],
        "nodes": [member.node.uuid for member in members if member.node],
        "hosts": [member.name for member in members if member.role.kind == "compute"],
        "after": after,
        "migration": migration,
    }


def servers(members):
    """A :class:`~.draft.ServerChange` for each of them."""
    return [
        ServerChange(
            REMOVED,
            member.name,
            member.role.name,
            member.node.uuid if member.node else None,
            member.node.label if member.node else None,
        )
        for member in members
    ]


def changes(members, after):
    """A :class:`Message` for each server that leaves and its node."""
    return [_change(member, after) for member in members]


def _change(member, after):
    names = {"server": member.name, "node": member.node.label if member.node else "-"}
    if after == RETIRE:
        return Message(
            "server-removed-node-retired",
            "{server}: removed; {node}: cleaned and retired.",
            **names,
        )
    if after == DELETE:
        return Message(
            "server-removed-node-deleted",
            "{server}: removed; {node}: cleaned and deleted from Ironic.",
            **names,
        )
    return Message(
        "server-removed-node-kept",
        "{server}: removed; {node}: cleaned and available again.",
        **names,
    )


def migrations(vms_by_host):
    """A :class:`Message` for each host whose virtual machines are migrated."""
    return [
        Message(
            "vms-leave-host",
            "{vms}: migrated away from {host}.",
            vms=[vm.name for vm in vms],
            host=host,
        )
        for host, vms in vms_by_host.items()
        if vms
    ]


def facts(members, vms_by_host=None):
    """The preconditions about these servers and their virtual machines."""
    return [*preconditions.servers(members), *preconditions.vms(vms_by_host or {})]
