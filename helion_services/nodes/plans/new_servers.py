"""The nodes that a role gets: new ones to enrol, free ones, and ones that need preparing first."""

import dataclasses
import uuid

from helion_services.base.errors import Invalid
from helion_services.nodes import hardware, ironic
from helion_services.nodes.new_node import NewNode
from helion_services.nodes.plans.draft import ADDED, Moved, listing
from helion_services.nodes.rules import BLOCK, PASS, Check
from helion_services.nodes.rules import node as node_rules

PREPARABLE = frozenset({"enroll", "manageable"})
"""Provision states from which a node can be made available."""

_MOST_NAMED = 8


@dataclasses.dataclass(frozen=True)
class Newcomers:
    """Nodes for a role, in the order in which they get its indices.

    :ivar fresh: ``(uuid, NewNode)`` for those that Ironic does not know yet
    :ivar prepare: enrolled, but to be inspected and cleaned first
    :ivar ready: available
    :ivar short: how many are missing
    """

    fresh: tuple[tuple[str, NewNode], ...]
    prepare: tuple[ironic.Node, ...]
    ready: tuple[ironic.Node, ...]
    short: int

    @property
    def uuids(self):
        """All of them; those that need no preparing first."""
        known = (node.uuid for node in (*self.ready, *self.prepare))
        return [*known, *(identity for identity, _ in self.fresh)]

    @property
    def names(self):
        """Their names, in the order of :attr:`uuids`."""
        known = (node.label for node in (*self.ready, *self.prepare))
        return [*known, *(new.name for _, new in self.fresh)]

    @property
    def known(self):
        """Those that Ironic knows."""
        return (*self.ready, *self.prepare)


def choose(facts, role, number, wanted=(), new=()):
    """Find ``number`` nodes for ``role``.

    :param wanted: UUIDs or names of the nodes to take, if somebody chose them
    :param new: :class:`NewNode`, all of which are used

    Raises :class:`Invalid` for fields ``nodes`` and ``new_nodes``.
    """
    fresh = tuple((str(uuid.uuid4()), one) for one in new)
    if len(fresh) + len(wanted) > number:
        raise Invalid(
            {
                "new_nodes" if fresh else "nodes": [
                    f"{len(fresh) + len(wanted)} nodes are named, but only {number} are needed."
                ]
            }
        )
    chosen = _named(facts, wanted)
    if not wanted:
        room = number - len(fresh)
        chosen = [*facts.free(role), *facts.preparable(role)][:room]
    ready = tuple(node for node in chosen if node.provision_state == "available")
    prepare = tuple(node for node in chosen if node.provision_state != "available")
    return Newcomers(fresh, prepare, ready, number - len(fresh) - len(chosen))


def checks(role, found):
    """What there is to say about the nodes that were found."""
    made = [_enough(role, found)]
    for node in found.ready:
        findings = _hardware(role, node.properties)
        fits = node_rules.fits_role(node, role.name, role.resource_class, findings)
        # That they are available and fit is why they were chosen.
        if fits.result != PASS:
            made.append(fits)
    for node in found.prepare:
        made += _as_checks(node.label, _hardware(role, node.properties))
        if node.resource_class != role.resource_class or node.provision_state not in PREPARABLE:
            made.append(node_rules.fits_role(node, role.name, role.resource_class))
    for _, new in found.fresh:
        made += _as_checks(new.name, _hardware(role, new.properties))
    return made


def work(role, found):
    """The part of an operation's request about these nodes, and its secret part."""
    enrol, sealed = [], {}
    for identity, new in found.fresh:
        secrets = new.secrets
        data = new.to_json() | {"uuid": identity, "resource_class": role.resource_class}
        data["driver_info"] = {
            key: value for key, value in new.driver_info.items() if key not in secrets
        }
        enrol.append(data)
        sealed[identity] = dict(secrets)
    return (
        {
            "enrol": enrol,
            "prepare": _uuids(found.prepare),
            "profiles": {
                identity: role.hardware
                for identity in (*(one["uuid"] for one in enrol), *_uuids(found.prepare))
                if role.hardware
            },
            "targets": dict.fromkeys(found.uuids, role.resource_class),
        },
        {"driver_info": sealed} if sealed else {},
    )


def together(works):
    """What :func:`work` gave for several roles, as one."""
    parts, secrets = zip(*works, strict=True)
    sealed = {}
    for one in secrets:
        sealed |= one.get("driver_info", {})
    return (
        {
            "enrol": [new for part in parts for new in part["enrol"]],
            "prepare": [uuid for part in parts for uuid in part["prepare"]],
            "profiles": {key: value for part in parts for key, value in part["profiles"].items()},
            "targets": {key: value for part in parts for key, value in part["targets"].items()},
        },
        {"driver_info": sealed} if sealed else {},
    )


def sentences(found):
    """What will be different for these nodes."""
    said = []
    if found.fresh:
        names = listing([new.name for _, new in found.fresh])
        said.append(f"{names}: enrolled, inspected, checked and cleaned.")
    if found.prepare:
        names = listing([node.label for node in found.prepare])
        said.append(f"{names}: verified, inspected where it was not yet, checked and cleaned.")
    return said


def servers(role, names, found):
    """A :class:`~.draft.Moved` for each server that the nodes become, called ``names``."""
    return [
        Moved(ADDED, name, role.name, node, node_name)
        for name, node, node_name in zip(names, found.uuids, found.names, strict=False)
    ]


def _named(facts, wanted):
    by_name = {node.name: node for node in facts.nodes.values() if node.name}
    found = []
    for one in dict.fromkeys(wanted):
        node = facts.nodes.get(one) or by_name.get(one)
        if node is None:
            raise Invalid({"nodes": [f"There is no node {one}."]})
        found.append(node)
    return found


def _enough(role, found):
    title = "Free nodes"
    if not found.short:
        names = found.names
        shown = listing(names) if len(names) <= _MOST_NAMED else f"{len(names)} nodes"
        return Check("nodes", title, PASS, f"{shown} will be used.")
    needed = found.short + len(found.uuids)
    return Check(
        "nodes",
        title,
        BLOCK,
        f"{needed} nodes of resource class {role.resource_class} are needed and"
        f" {len(found.uuids)} can be used. Enter the new servers here, or free others first.",
    )


def _uuids(nodes):
    return [node.uuid for node in nodes]


def _hardware(role, properties):
    return hardware.declared(role.hardware, properties) if role.hardware else []


def _as_checks(name, findings):
    return [
        Check("hardware", f"Hardware of {name}", finding.result, finding.text)
        for finding in findings
        if finding.result != PASS
    ]
