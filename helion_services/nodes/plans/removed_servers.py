"""The servers that leave: their checks, and the fate of their nodes."""

from helion_services.base.messages import Message
from helion_services.base.problems import Invalid
from helion_services.nodes import ring
from helion_services.nodes.flows.removal import DELETE, KEEP, RETIRE
from helion_services.nodes.plans import preconditions
from helion_services.nodes.plans.draft import REMOVED, ServerChange
from helion_services.nodes.rules import node as node_rules
from helion_services.nodes.rules import storage

AFTER = (KEEP, RETIRE, DELETE)


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


def facts(members, vms_by_host=None):
    """The preconditions about these servers and their virtual machines."""
    return [*preconditions.servers(members), *preconditions.vms(vms_by_host or {})]
