"""Plans that scale a role out or in, or replace a server."""

import collections
import contextlib

from helion_services.base import messages
from helion_services.base.messages import Message
from helion_services.base.problems import Conflict, Invalid
from helion_services.nodes import stack
from helion_services.nodes.flows import requests
from helion_services.nodes.plans import (
    clusters,
    leaving_vms,
    new_servers,
    preconditions,
    removed_servers,
    vsa_managers,
)
from helion_services.nodes.plans.draft import Draft
from helion_services.nodes.rules import role as role_rules
from helion_services.nodes.rules import stack as stack_rules
from helion_services.nodes.snapshot import DEPLOYED

_MOST_NAMED = 3  # in a title, which is a column of 255 characters


def scale_out(runtime, snapshot, request, new):
    """A :class:`Draft` for ``{"role", "count", "nodes"?}`` and the ``new`` nodes, if any.

    ``count`` is how many servers the role has afterwards.
    """
    current = deployed(snapshot)
    role = role_of(snapshot, request["role"])
    count, before = request["count"], len(stack.present(current.parameters, role))
    working = [each for each in snapshot.members_of(role) if each.state == DEPLOYED]
    refuse_unknown_indices(snapshot, role, working)
    _check_count(role, before, count)
    selection = new_servers.select(snapshot, role, count - before, request.get("nodes") or (), new)
    indices = stack.next_indices(before, stack.removed(current.parameters, role), count - before)
    placements = dict(zip(indices, selection.uuids, strict=False))
    names = [role.server_name(current.name, index) for index in indices]
    with fitting():
        changes = stack.grow(current.parameters, role, count, placements)
    return Draft(
        title=Message(
            "plan-scale-out",
            "Scale {role} from {before} to {count}",
            role=role.title,
            before=before,
            count=count,
        ),
        kind="scale_out",
        request=requests.ScaleOut(
            stack=current.name,
            role=role.name,
            kind=role.kind,
            indices=indices,
            servers=names,
            changes=changes,
            **new_servers.request_part(selection),
        ),
        resources=(f"stack:{current.name}", *(f"node:{uuid}" for uuid in selection.uuids)),
        checks=(
            stack_rules.not_busy(current.status),
            *new_servers.checks(selection),
            *role_rules.growing(
                role,
                before,
                count,
                len(snapshot.members) - before + count,
                vsa_managers.check(runtime),
            ),
        ),
        changes=(*new_servers.changes(selection), *new_servers.deployed(names, selection)),
        facts=(
            preconditions.stack(snapshot.rolemap, current),
            *new_servers.facts(selection),
        ),
        secrets=new_servers.secrets(selection),
        servers=tuple(new_servers.servers(names, selection)),
    )


def scale_in(runtime, snapshot, request):
    """A :class:`Draft` for ``{"nodes", "after", "migration", "stranded_vms"}``."""
    current = deployed(snapshot)
    removed = removed_servers.members_of(snapshot, request["nodes"])
    if not removed:
        select = Message("no-server-selected", "Select the servers to remove.")
        raise Invalid({"nodes": [select]})
    by_role = collections.defaultdict(list)
    for member in removed:
        by_role[member.role].append(member)
    departure = _departure(runtime, removed, request)
    questions = (
        removed_servers.ring_check(runtime),
        vsa_managers.check(runtime),
        clusters.check(runtime),
    )
    parameters, checks = {}, [stack_rules.not_busy(current.status)]
    for role, leaving in by_role.items():
        members = snapshot.members_of(role)
        refuse_unknown_indices(snapshot, role, leaving)
        with fitting():
            parameters |= stack.shrink(
                current.parameters,
                role,
                [member.index for member in leaving],
                [member.index for member in members],
            )
        checks += role_rules.leaving(role, members, leaving, False, *questions)
    return Draft(
        title=_removal_title(by_role),
        kind="scale_in",
        request=requests.ScaleIn(
            stack=current.name,
            changes=parameters,
            before={name: current.parameters.get(name) for name in parameters},
            **removed_servers.request_part(removed, request["after"], request["migration"]),
            **departure.request_part(),
        ),
        resources=(
            f"stack:{current.name}",
            *(f"node:{member.node.uuid}" for member in removed if member.node),
        ),
        checks=(*checks, *removed_servers.node_checks(removed), *departure.checks),
        changes=(
            *departure.changes(),
            *removed_servers.changes(removed, request["after"]),
        ),
        facts=(
            preconditions.stack(snapshot.rolemap, current),
            *removed_servers.facts(removed, departure.vms),
        ),
        servers=tuple(removed_servers.servers(removed)),
    )


def replace(runtime, snapshot, request, new):
    """A :class:`Draft` for ``{"node", "with"?, "after", "migration", "stranded_vms"}`` and at most
    one ``new``."""
    current = deployed(snapshot)
    member = removed_servers.members_of(snapshot, [request["node"]])[0]
    role = member.role
    if len(new) > 1:
        single = Message("replace-by-one", "A server is replaced by a single node: enter only one.")
        raise Invalid({"new_nodes": [single]})
    identities = [request["with"]] if request.get("with") else []
    selection = new_servers.select(snapshot, role, 1, identities, new)
    target = selection.uuids[0] if selection.uuids else ""
    refuse_unknown_indices(snapshot, role, [member])
    with fitting():
        parameters = stack.swap(current.parameters, role, member.index, target)
    before = stack.placement(current.parameters, role)
    index = next((index for index in parameters[role.placement] if index not in before), None)
    name = role.server_name(current.name, index)
    departure = _departure(runtime, [member], request)
    return Draft(
        title=Message("plan-replace", "Replace {old} by {new}", old=member.name, new=name),
        kind="replace",
        request=requests.Replace(
            stack=current.name,
            role=role.name,
            kind=role.kind,
            new_servers=[name],
            changes=parameters,
            before={key: current.parameters.get(key) for key in parameters},
            **removed_servers.request_part([member], request["after"], request["migration"]),
            **departure.request_part(),
            **new_servers.request_part(selection),
        ),
        resources=(
            f"stack:{current.name}",
            *(f"node:{uuid}" for uuid in selection.uuids),
            *([f"node:{member.node.uuid}"] if member.node else ()),
        ),
        checks=(
            stack_rules.not_busy(current.status),
            *new_servers.checks(selection),
            *role_rules.leaving(
                role,
                snapshot.members_of(role),
                [member],
                True,
                removed_servers.ring_check(runtime),
                vsa_managers.check(runtime),
                clusters.check(runtime),
            ),
            *removed_servers.node_checks([member]),
            *departure.checks,
        ),
        changes=(
            *new_servers.changes(selection),
            *departure.changes(),
            *new_servers.deployed([name], selection),
            *removed_servers.changes([member], request["after"]),
        ),
        facts=(
            preconditions.stack(snapshot.rolemap, current),
            *removed_servers.facts([member], departure.vms),
            *new_servers.facts(selection),
        ),
        secrets=new_servers.secrets(selection),
        servers=(
            *new_servers.servers([name], selection),
            *removed_servers.servers([member]),
        ),
    )


def _departure(runtime, members, request):
    return leaving_vms.look(runtime, members, request["migration"], request.get("stranded_vms"))


def deployed(snapshot):
    """The stack; raises :class:`Conflict` if there is none."""
    if snapshot.stack is None:
        raise Conflict(
            Message("not-deployed", "There is no overcloud yet. Deploy the overcloud first.")
        )
    return snapshot.stack


@contextlib.contextmanager
def fitting():
    """Turn :class:`~..stack.models.ScaleError` into a :class:`Conflict` with its message."""
    try:
        yield
    except stack.ScaleError as exc:
        raise Conflict(messages.of(exc)) from exc


def refuse_unknown_indices(snapshot, role, members):
    """Raise :class:`Conflict` if the stack's parameters exclude some of ``members``.

    Someone has changed the list of removed servers, or the template lets Heat keep its own.
    """
    if {member.index for member in members} <= set(stack.present(snapshot.stack.parameters, role)):
        return
    indices = {member.index for member in snapshot.members_of(role)}
    gone = [str(index) for index in range(max(map(int, indices))) if str(index) not in indices]
    raise Conflict(
        Message(
            "scale-parameters-differ",
            "{role}: the parameters {count} and {removal} of the stack “{stack}” do not match its"
            " servers. Update the stack with {count}: {number} and {removal}:"
            ' [{{"resource_list": [{gone}]}}], and plan again.',
            role=role.title,
            stack=snapshot.stack.name,
            count=role.count,
            removal=role.removal,
            number=len(indices),
            gone=", ".join(gone),
        )
    )


def role_of(snapshot, name):
    """The role of that name; raises :class:`Invalid` for the field ``role``."""
    roles = snapshot.rolemap.by_name
    if name not in roles:
        message = Message(
            "role-unknown",
            "There is no role {role}. The roles are {roles}.",
            role=name,
            roles=", ".join(roles),
        )
        raise Invalid({"role": [message]})
    return roles[name]


def _check_count(role, before, count):
    """Raise :class:`Invalid` unless the role may grow from ``before`` to ``count`` servers."""
    if count <= before:
        few = Message(
            "count-too-small",
            "{role} has {before} servers already. Enter a larger number, or select servers to"
            " remove.",
            role=role.title,
            before=before,
        )
        raise Invalid({"count": [few]})
    if role.maximum is not None and count > role.maximum:
        many = Message(
            "count-too-large",
            "{role} has at most {maximum} servers.",
            role=role.title,
            maximum=role.maximum,
        )
        raise Invalid({"count": [many]})


def _removal_title(by_role):
    """Names the servers if they are few, counts them otherwise."""
    names = [member.name for members in by_role.values() for member in members]
    if len(names) <= _MOST_NAMED:
        return Message("plan-remove", "Remove {servers}", servers=names)
    counts = [f"{len(members)} {role.title}" for role, members in by_role.items()]
    return Message(
        "plan-remove-many", "Remove {count} servers ({roles})", count=len(names), roles=counts
    )
