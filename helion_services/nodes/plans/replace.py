"""Plans that put another server in the place of one."""

from helion_services.base.errors import Invalid
from helion_services.nodes import stack
from helion_services.nodes.plans import new_servers, removed_servers, rules
from helion_services.nodes.plans.draft import Draft, watch
from helion_services.nodes.plans.scale_in import leaving_work
from helion_services.nodes.plans.scaling import deployed
from helion_services.nodes.rules import stack as stack_rules


def draft(runtime, facts, asked, new):
    """A :class:`Draft` for ``{"node", "with"?, "after", "migration"}`` and at most one ``new``."""
    current = deployed(facts)
    found = removed_servers.members_of(facts, [asked["node"]])
    member, role = found[0], found[0].role
    if len(new) > 1:
        raise Invalid({"new_nodes": ["One node replaces another; only one can be entered."]})
    wanted = [asked["with"]] if asked.get("with") else []
    others = new_servers.choose(facts, role, 1, wanted, new)
    target = others.uuids[0] if others.uuids else ""
    swapped = stack.swap(current.parameters, role, member.index, target)
    placements = swapped[role.placement]
    before = stack.placement(current.parameters, role)
    index = next((one for one in placements if one not in before), None)
    name = role.server_name(current.name, index)
    occupancy = removed_servers.occupancy(runtime, [member])
    nodes_work, sealed = new_servers.work(role, others)
    title = f"Replace {member.name} by {name}"
    return Draft(
        title=title,
        kind="replace",
        work={
            "title": title,
            "stack": current.name,
            "role": role.name,
            "kind": role.kind,
            "new_servers": [name],
            **leaving_work([member], asked),
            **nodes_work,
            "changes": swapped,
            "before": {key: current.parameters.get(key) for key in swapped},
        },
        resources=(
            f"stack:{current.name}",
            *(f"node:{uuid}" for uuid in others.uuids),
            *([f"node:{member.node.uuid}"] if member.node else ()),
        ),
        checks=(
            stack_rules.not_busy(current.status),
            *new_servers.checks(role, others),
            *rules.leaving(facts, role, [member], True, removed_servers.ring_check(runtime)),
            *removed_servers.node_checks([member]),
            *occupancy.checks,
        ),
        changes=(
            *new_servers.sentences(others),
            *removed_servers.moves(occupancy.vms),
            *([f"{name}: deployed on {others.names[0]}."] if others.names else ()),
            *removed_servers.sentences([member], asked["after"]),
        ),
        watched=watch(facts, [member], others.known) | occupancy.watched,
        sealed=sealed,
        servers=(*new_servers.servers(role, [name], others), *removed_servers.servers([member])),
    )
