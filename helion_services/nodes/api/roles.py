"""The roles, as the API shows them."""

import collections

from helion_services.nodes import images, stack
from helion_services.nodes import snapshot as snapshots


def show(runtime, nodes, *, members=True):
    """The answer of ``GET /roles``.

    :param nodes: ``nodes()`` -> nodes by UUID and their age, or None
    :param members: whether the servers are listed and counted
    """
    snapshot = snapshots.take(runtime, nodes, members=members)
    return {
        "age": snapshot.age,
        "stack": stack_info(snapshot.stack),
        "roles": [
            _role(snapshot, role) | (_servers(snapshot, role) if members else {})
            for role in snapshot.rolemap.roles
        ],
    }


def show_images(runtime):
    """The answer of ``GET /images``."""
    snapshot = snapshots.take(runtime)
    every = images.every(runtime.clouds)
    return {
        "roles": [_role_images(snapshot, role) for role in snapshot.rolemap.roles],
        "images": [
            images.public(image) for image in sorted(every.values(), key=lambda each: each.label)
        ],
    }


def stack_info(current):
    """A stack for the API, None if there is none."""
    if current is None:
        return None
    keys = ("name", "status", "status_reason", "created_at", "updated_at")
    return {key: getattr(current, key) for key in keys}


def _role(snapshot, role):
    parameters = snapshot.stack.parameters if snapshot.stack else {}
    unknown = snapshot.age is None
    return {
        "name": role.name,
        "title": role.title,
        "kind": role.kind,
        "flavor": parameters.get(role.flavor),
        "resource_class": role.resource_class,
        "wanted": int(parameters.get(role.count) or 0),
        "free": None if unknown else len(snapshot.free(role)),
        "preparable": None if unknown else len(snapshot.preparable(role)),
        "minimum": role.minimum,
        "maximum": role.maximum,
    }


def _servers(snapshot, role):
    members = snapshot.members_of(role)
    states = collections.Counter(member.state for member in members)
    return {
        "deployed": states[snapshots.DEPLOYED],
        "deploying": states["deploying"],
        "error": states[snapshots.ERROR],
        "members": [_member(member) for member in members],
    }


def _role_images(snapshot, role):
    return {
        "name": role.name,
        "title": role.title,
        "kind": role.kind,
        "replaceable": snapshot.stack is not None and stack.has_images(snapshot.stack, role),
        "servers": [
            _member(member) | {"image": member.image} for member in snapshot.members_of(role)
        ],
    }


def _member(member):
    return {
        "index": member.index,
        "name": member.name,
        "server": member.server,
        "server_status": member.server_status,
        "node": member.node.uuid if member.node else None,
        "node_name": member.node.label if member.node else None,
        "state": member.state,
    }
