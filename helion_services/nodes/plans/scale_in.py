"""Plans that take chosen servers out."""

import collections

from helion_services.base.errors import Invalid
from helion_services.nodes import stack
from helion_services.nodes.plans import removed_servers, rules
from helion_services.nodes.plans.draft import Draft, listing, watch
from helion_services.nodes.plans.scaling import deployed
from helion_services.nodes.rules import stack as stack_rules

_MOST_NAMED = 3  # in a title, which is a column of 255 characters


def draft(runtime, facts, asked):
    """A :class:`Draft` for ``{"nodes", "after", "migration"}``."""
    current = deployed(facts)
    members = removed_servers.members_of(facts, asked["nodes"])
    if not members:
        raise Invalid({"nodes": ["Choose the servers that shall leave."]})
    by_role = collections.defaultdict(list)
    for member in members:
        by_role[member.role].append(member)
    occupancy = removed_servers.occupancy(runtime, members)
    ring_check = removed_servers.ring_check(runtime)
    changes, checks = {}, [stack_rules.not_busy(current.status)]
    for role, some in by_role.items():
        indices = [member.index for member in some]
        known = [one.index for one in facts.of(role)]
        changes |= stack.shrink(current.parameters, role, indices, known)
        checks += rules.leaving(facts, role, some, False, ring_check)
    title = _title(by_role)
    return Draft(
        title=title,
        kind="scale_in",
        work={
            "title": title,
            "stack": current.name,
            **leaving_work(members, asked),
            "changes": changes,
            "before": {name: current.parameters.get(name) for name in changes},
        },
        resources=(
            f"stack:{current.name}",
            *(f"node:{member.node.uuid}" for member in members if member.node),
        ),
        checks=(*checks, *removed_servers.node_checks(members), *occupancy.checks),
        changes=(
            *removed_servers.moves(occupancy.vms),
            *removed_servers.sentences(members, asked["after"]),
        ),
        watched=watch(facts, members) | occupancy.watched,
        servers=tuple(removed_servers.servers(members)),
    )


def _title(by_role):
    """Names them if they are few, counts them otherwise."""
    names = [member.name for some in by_role.values() for member in some]
    if len(names) <= _MOST_NAMED:
        return f"Remove {listing(names)}"
    counts = ", ".join(f"{len(some)} {role.title}" for role, some in by_role.items())
    return f"Remove {len(names)} servers ({counts})"


def leaving_work(members, asked):
    """The part of an operation's request about servers that leave."""
    return {
        "servers": [member.server for member in members if member.server],
        "nodes": [member.node.uuid for member in members if member.node],
        "hosts": [member.name for member in members if member.role.kind == "compute"],
        "after": asked["after"],
        "migration": asked["migration"],
    }
