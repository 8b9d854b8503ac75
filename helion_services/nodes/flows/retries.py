"""The requests of retries: those of before, for the stack as it is now.

An operation that was rolled back leaves the stack other than it was: the indices of the servers it
removed are never used again. Others may have changed the stack since, too.
"""

import contextlib
import dataclasses

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.problems import Conflict, Unavailable
from helion_services.nodes import ironic, roles, stack, undercloud
from helion_services.overcloud import api, services
from helion_services.overcloud.disable import is_ours

_AVAILABLE = ("available", "deploying", "wait call-back", "active")
OUTDATED = Message(
    "retry-outdated", "The overcloud has changed since this operation. Make a new plan."
)


def enrol(runtime, request):
    """A retry of :class:`~.requests.Enrol`: of the nodes that are not available yet."""
    uuids = [*(node["uuid"] for node in request.enrol), *request.prepare]
    with undercloud.answering("baremetal"):
        nodes = ironic.nodes_by_uuid(undercloud.baremetal(runtime.clouds), uuids)
    done = {uuid for uuid, node in nodes.items() if node.provision_state in _AVAILABLE}
    if done == set(uuids):
        raise Conflict(Message("retry-done", "All of these nodes are available by now."))
    return _without(request, done)


def scale_out(runtime, request):
    """A retry of :class:`~.requests.ScaleOut`: servers that are missing get new indices."""
    current, rolemap, _members = _look(runtime, request.stack)
    role = rolemap.by_name[request.role]
    nodes = stack.placement(request.changes, role)
    have = stack.present(current.parameters, role)
    placed = stack.placement(current.parameters, role)
    kept = [
        index
        for index in request.indices
        if index in have and placed.get(index) == nodes.get(index)
    ]
    missing = [nodes[index] for index in request.indices if index not in kept]
    with _outdated():
        new = stack.place(current.parameters, role, missing)
        changes = (
            stack.grow(current.parameters, role, len(have) + len(new), new)
            if new
            else _current(current, request.changes)
        )
    indices = [*kept, *new]
    return dataclasses.replace(
        request,
        indices=indices,
        servers=[role.server_name(request.stack, index) for index in indices],
        changes=changes,
    )


def scale_in(runtime, request):
    """A retry of :class:`~.requests.ScaleIn`: only these servers leave, whatever came since."""
    current, rolemap, members = _look(runtime, request.stack)
    changes = {}
    for role in rolemap.roles:
        if role.removal not in request.changes:
            continue
        leaving = _leaving(request, current, role, members)
        if leaving:
            real = [member.index for member in members[role.name]]
            with _outdated():
                changes |= stack.shrink(current.parameters, role, leaving, real)
        else:
            names = (role.count, role.removal, role.placement)
            changes |= _current(current, names)
    return dataclasses.replace(request, changes=changes, before=_current(current, changes))


def replace(runtime, request):
    """A retry of :class:`~.requests.Replace`: the new server gets a new index, unless Heat is at
    it."""
    current, rolemap, members = _look(runtime, request.stack)
    role = rolemap.by_name[request.role]
    leaving = _leaving(request, current, role, members)
    if not leaving:
        unused = _without_used(runtime, request)
        return dataclasses.replace(unused, changes=_current(current, request.changes))
    before = stack.placement(request.before, role)
    nodes = [
        node
        for index, node in stack.placement(request.changes, role).items()
        if index not in before
    ]
    with _outdated():
        changes = stack.swap(current.parameters, role, leaving[0], nodes[0])
    placed = stack.placement(current.parameters, role)
    new = next(index for index in changes[role.placement] if index not in placed)
    return dataclasses.replace(
        request,
        new_servers=[role.server_name(request.stack, new)],
        changes=changes,
        before=_current(current, changes),
    )


def rollout(runtime, request):
    """A retry of :class:`~.requests.Rollout`: of the servers that do not have their image yet.

    Nor are those left out whose compute service an operation disabled and did not enable again.
    """
    current, rolemap, members = _look(runtime, request.stack)
    role = rolemap.by_name[request.role]
    present = {member.index: member.server_id for member in members[role.name]}
    values = stack.images_of(current.parameters, role)
    names = [row["name"] for batch in request.batches for row in batch]
    disabled = _disabled(runtime, names) if request.kind == "compute" else ()
    batches = []
    for batch in request.batches:
        if any(present.get(row["index"]) != row["server"] for row in batch):
            raise Conflict(OUTDATED)
        rest = [
            row for row in batch if values[row["index"]] != row["value"] or row["name"] in disabled
        ]
        batches += [rest] if rest else []
    if not batches:
        raise Conflict(Message("retry-rolled-out", "All of these servers have the image by now."))
    return dataclasses.replace(request, batches=batches)


def _disabled(runtime, hosts):
    """The hosts whose compute service an operation disabled; all of them if Nova is silent."""
    try:
        with api.answering():
            by_host = services.of(hosts, services.services(api.compute(runtime.clouds)))
    except Unavailable:
        return hosts
    return [host for host, service in by_host.items() if is_ours(service)]


def name_of(runtime, resource):
    """The name of ``node:<uuid>``; None for what has no other name, or if Ironic fails."""
    kind, _, identity = resource.partition(":")
    if kind != "node":
        return None
    try:
        node = ironic.node(undercloud.baremetal(runtime.clouds), identity)
    except (keystoneauth.ClientException, Unavailable):
        return None
    return node and node.label


def _look(runtime, name):
    """The stack, the mapping file and the members by role. Raises :class:`Conflict` without one."""
    rolemap = roles.load(runtime.conf.nodes.roles_file)
    with undercloud.answering("orchestration"):
        heat = undercloud.heat(runtime.clouds)
        current = stack.get(heat, name, outputs=False)
        if current is None:
            raise Conflict(
                Message("stack-gone", "The stack “{stack}” no longer exists.", stack=name)
            )
        return current, rolemap, stack.members(heat, current, rolemap)


def _leaving(request, current, role, members):
    """The indices that are to leave and that Heat still has."""
    after = stack.present(request.changes, role)
    leaving = [
        index
        for index in stack.present(request.before, role)
        if index not in after and index in stack.present(current.parameters, role)
    ]
    servers = {member.index: member.server_id for member in members[role.name]}
    if any(servers.get(index) not in (None, *request.servers) for index in leaving):
        raise Conflict(OUTDATED)
    return leaving


def _without_used(runtime, request):
    """Without the preparation of nodes that have become servers: a roll back would delete them."""
    uuids = [*(node["uuid"] for node in request.enrol), *request.prepare]
    if not uuids:
        return request
    with undercloud.answering("baremetal"):
        nodes = ironic.nodes_by_uuid(undercloud.baremetal(runtime.clouds), uuids)
    return _without(request, {uuid for uuid, node in nodes.items() if node.instance_uuid})


def _without(request, done):
    """The request without the preparation of the nodes ``done``, by UUID."""
    return dataclasses.replace(
        request,
        enrol=[node for node in request.enrol if node["uuid"] not in done],
        prepare=[uuid for uuid in request.prepare if uuid not in done],
        profiles={uuid: row for uuid, row in request.profiles.items() if uuid not in done},
        targets={uuid: row for uuid, row in request.targets.items() if uuid not in done},
    )


def _current(current, names):
    """Parameters of the stack as they are."""
    return {name: current.parameters.get(name) for name in names}


@contextlib.contextmanager
def _outdated():
    """Turn :class:`~..stack.models.ScaleError` into a :class:`Conflict`."""
    try:
        yield
    except stack.ScaleError as exc:
        raise Conflict(OUTDATED) from exc
