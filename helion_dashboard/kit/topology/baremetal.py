"""Servers of bare metal as members of their roles."""

import fnmatch
import re

from helion_dashboard.kit.topology import health, wires
from helion_dashboard.kit.topology.members import Member

_WILD = re.compile(r"\[[^]]*\]|[*?]")


def by_role(layout, live, index):
    """``{role id: [Member, ...]}`` of all nodes; ``None`` has those of no role."""
    roles = [role for role in layout.roles if role.source == "ironic"]
    members = {role.id: [] for role in roles}
    choose = _Chooser(roles)
    words = _Words()
    for node in live.nodes:
        server = live.servers.get(node.instance_uuid, "") if node.instance_uuid else ""
        role = choose(node, server)
        members.setdefault(role.id if role else None, []).append(
            _member(node, role, server, index, words)
        )
    return members


def _member(node, role, server, index, words):
    wired = wires.wires(node, role, server, index)
    doing = health.of_node(node, wired)
    return Member(
        node.uuid,
        node.label,
        _place(node, "rack"),
        _place(node, "unit"),
        doing.name,
        *words(node),
        doing.problem,
        node.moving,
        server,
        free=not node.instance_uuid,
        spare=wires.spare(node, wired, index),
        wires=tuple(wired),
    )


def _place(node, what):
    """Where it stands, as whoever enrolled it wrote down."""
    value = node.extra.get(what)
    if value is None:
        value = node.capabilities.get(what)
    return "" if value is None or isinstance(value, dict | list) else str(value)[:80]


class _Words:
    """A node's state in words, at length and briefly; thousands of nodes have few states."""

    def __init__(self):
        self._words = {}

    def __call__(self, node):
        state = (node.provision_state, node.power_state)
        if state not in self._words:
            self._words[state] = (health.words(node), str(node.state.label))
        return self._words[state]


class _Chooser:
    """Finds the role of a node: by its server's name, its profile, or its resource class."""

    def __init__(self, roles):
        # The pattern with most letters of its own is the one that means it most.
        self._patterns = sorted(
            ((pattern, role) for role in roles for pattern in role.servers),
            key=lambda pair: -len(_WILD.sub("", pair[0])),
        )
        self._profiles = {name: role for role in roles for name in role.profiles}
        self._classes = {name: role for role in roles for name in role.resource_classes}

    def __call__(self, node, server):
        if server:
            for pattern, role in self._patterns:
                if fnmatch.fnmatchcase(server, pattern):
                    return role
        profile = node.capabilities.get("profile")
        return self._profiles.get(profile) or self._classes.get(node.resource_class)
