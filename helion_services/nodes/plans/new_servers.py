"""The nodes that a role gets: new ones to enrol, free ones, and ones that need preparing first."""

import dataclasses
import uuid

from helion_services.base.messages import Message
from helion_services.base.problems import Invalid
from helion_services.nodes import hardware, ironic
from helion_services.nodes.new_node import NewNode
from helion_services.nodes.plans import preconditions
from helion_services.nodes.plans.draft import ADDED, ServerChange
from helion_services.nodes.rules import BLOCK, PASS, Check
from helion_services.nodes.rules import node as node_rules

PREPARABLE = frozenset({"enroll", "manageable"})
"""Provision states from which a node can be made available."""


@dataclasses.dataclass(frozen=True)
class Selection:
    """Nodes for a role, in the order in which they get its indices.

    :ivar new: ``(uuid, NewNode)`` for those that are not in Ironic yet
    :ivar prepare: enrolled, but to be inspected and cleaned first
    :ivar ready: available
    :ivar missing: how many are missing
    :ivar withheld: nodes of the role that are in maintenance or retired, if any are missing
    """

    role: object
    new: tuple[tuple[str, NewNode], ...]
    prepare: tuple[ironic.Node, ...]
    ready: tuple[ironic.Node, ...]
    missing: int
    withheld: tuple[ironic.Node, ...] = ()

    @property
    def uuids(self):
        """All of them; those that need no preparing first."""
        return [*(node.uuid for node in self.enrolled), *(identity for identity, _ in self.new)]

    @property
    def names(self):
        """Their names, in the order of :attr:`uuids`."""
        return [*(node.label for node in self.enrolled), *(node.name for _, node in self.new)]

    @property
    def enrolled(self):
        """Those that are in Ironic."""
        return (*self.ready, *self.prepare)


def select(snapshot, role, count, identities=(), new=()):
    """The :class:`Selection` of ``count`` nodes for ``role``.

    :param identities: UUIDs or names of the nodes to take; empty to take what is free
    :param new: all :class:`NewNode` to use

    Raises :class:`Invalid` for fields ``nodes`` and ``new_nodes``.
    """
    total = len(new) + len(identities)
    if total > count:
        many = Message(
            "nodes-too-many",
            "{total} nodes are given, but only {count} are needed.",
            total=total,
            count=count,
        )
        raise Invalid({"new_nodes" if new else "nodes": [many]})
    if identities:
        nodes = _by_identity(snapshot, identities)
    else:
        nodes = [*snapshot.free(role), *snapshot.preparable(role)][: count - len(new)]
    missing = count - len(new) - len(nodes)
    return Selection(
        role,
        tuple((str(uuid.uuid4()), node) for node in new),
        tuple(node for node in nodes if node.provision_state != "available"),
        tuple(node for node in nodes if node.provision_state == "available"),
        missing,
        tuple(snapshot.withheld(role)) if missing else (),
    )


def checks(selection):
    """Whether there are enough nodes, and whether they fit the role."""
    role = selection.role
    rows = [_enough(selection)]
    for node in selection.ready:
        findings = _hardware(role, node.properties)
        fits = node_rules.fits_role(node, role.name, role.resource_class, findings)
        # A node that passes was selected for that reason.
        if fits.result != PASS:
            rows.append(fits)
    for node in selection.prepare:
        rows += _hardware_checks(role, node.label, node.properties)
        if node.resource_class != role.resource_class or node.provision_state not in PREPARABLE:
            rows.append(node_rules.fits_role(node, role.name, role.resource_class))
    for _, node in selection.new:
        rows += _hardware_checks(role, node.name, node.properties)
    errors = [node_rules.last_error(node) for node in selection.enrolled]
    return [*rows, *filter(None, errors)]


def request_part(*selections):
    """The part of an operation's request about these nodes: keywords of
    :class:`~..flows.requests.Enrol`."""
    part = {"enrol": [], "prepare": [], "profiles": {}, "targets": {}}
    for selection in selections:
        role = selection.role
        enrol = [
            node.public() | {"uuid": identity, "resource_class": role.resource_class}
            for identity, node in selection.new
        ]
        prepare = [node.uuid for node in selection.prepare]
        part["enrol"] += enrol
        part["prepare"] += prepare
        if role.hardware:
            uuids = (*(node["uuid"] for node in enrol), *prepare)
            part["profiles"] |= dict.fromkeys(uuids, role.hardware)
        part["targets"] |= dict.fromkeys(selection.uuids, role.resource_class)
    return part


def secrets(*selections):
    """The secret part of the request about these nodes."""
    by_node = {
        identity: node.secrets for selection in selections for identity, node in selection.new
    }
    return {"driver_info": by_node} if by_node else {}


def changes(selection):
    """A :class:`Message` for each thing that happens to these nodes."""
    messages = []
    if selection.new:
        messages.append(
            Message(
                "nodes-enrolled",
                "{nodes}: enrolled, inspected, checked and cleaned.",
                nodes=[node.name for _, node in selection.new],
            )
        )
    if selection.prepare:
        messages.append(
            Message(
                "nodes-prepared",
                "{nodes}: verified, inspected if necessary, checked and cleaned.",
                nodes=[node.label for node in selection.prepare],
            )
        )
    return messages


def deployed(names, selection):
    """A :class:`Message` for each server, called ``names``, that the nodes become."""
    return [
        Message("server-deployed", "{server}: deployed on {node}.", server=server, node=node)
        for server, node in zip(names, selection.names, strict=False)
    ]


def servers(names, selection):
    """A :class:`~.draft.ServerChange` for each server, called ``names``, that the nodes become."""
    return [
        ServerChange(ADDED, name, selection.role.name, node, node_name)
        for name, node, node_name in zip(names, selection.uuids, selection.names, strict=False)
    ]


def facts(selection):
    """The preconditions about these nodes."""
    return preconditions.nodes(selection.enrolled)


def _by_identity(snapshot, identities):
    by_name = {node.name: node for node in snapshot.nodes.values() if node.name}
    nodes = []
    for identity in dict.fromkeys(identities):
        node = snapshot.nodes.get(identity) or by_name.get(identity)
        if node is None:
            missing = Message("node-unknown", "There is no node {node}.", node=identity)
            raise Invalid({"nodes": [missing]})
        nodes.append(node)
    return nodes


def _enough(selection):
    role = selection.role
    title = Message("check-nodes", "Free nodes for {role}", role=role.title)
    if not selection.missing:
        message = Message("nodes-found", "{nodes} will be used.", nodes=selection.names)
        return Check("nodes", title, PASS, message)
    needs = {
        "needed": selection.missing + len(selection.uuids),
        "resource_class": role.resource_class,
        "count": len(selection.uuids),
    }
    reasons = [node_rules.unusable(node) for node in selection.withheld]
    if reasons:
        message = Message(
            "nodes-missing-others-withheld",
            "{needed} nodes of resource class {resource_class} are needed and {count} are"
            " available. {reasons}",
            reasons=reasons,
            **needs,
        )
        return Check("nodes", title, BLOCK, message)
    message = Message(
        "nodes-missing",
        "{needed} nodes of resource class {resource_class} are needed and {count} are available."
        " Enrol more nodes, or free others first.",
        **needs,
    )
    return Check("nodes", title, BLOCK, message)


def _hardware(role, properties):
    return hardware.declared(role.hardware, properties) if role.hardware else []


def _hardware_checks(role, name, properties):
    """One check of the declared hardware, or none if it passes."""
    findings = node_rules.failing(_hardware(role, properties))
    if not findings:
        return []
    title = Message("check-hardware-of", "Hardware of {node}", node=name)
    return [node_rules.worst("hardware", title, findings)]
