"""Plans that make a role larger."""

from helion_services.base.errors import Conflict, Invalid
from helion_services.nodes import stack
from helion_services.nodes.plans import new_servers, rules
from helion_services.nodes.plans.draft import Draft, role_of, watch
from helion_services.nodes.rules import stack as stack_rules


def draft(facts, asked, new):
    """A :class:`Draft` for ``{"role", "count", "nodes"?}`` and the ``new`` nodes, if any.

    ``count`` is how many servers the role shall have in all.
    """
    current = deployed(facts)
    role = role_of(facts, asked["role"])
    have = stack.present(current.parameters, role)
    number = asked["count"] - len(have)
    if number <= 0:
        raise Invalid({"count": [_too_few(role, len(have))]})
    if role.maximum is not None and asked["count"] > role.maximum:
        raise Invalid({"count": [f"{role.title} has at most {role.maximum} servers."]})
    found = new_servers.choose(facts, role, number, asked.get("nodes") or (), new)
    indices = stack.next_indices(len(have), stack.removed(current.parameters, role), number)
    placements = dict(zip(indices, found.uuids, strict=False))
    names = [role.server_name(current.name, index) for index in indices]
    nodes_work, sealed = new_servers.work(role, found)
    title = f"Scale {role.title} from {len(have)} to {asked['count']}"
    return Draft(
        title=title,
        kind="scale_out",
        work={
            "title": title,
            "stack": current.name,
            "role": role.name,
            "kind": role.kind,
            "indices": indices,
            "servers": names,
            "changes": stack.grow(current.parameters, role, asked["count"], placements),
            **nodes_work,
        },
        resources=(f"stack:{current.name}", *(f"node:{uuid}" for uuid in found.uuids)),
        checks=(
            stack_rules.not_busy(current.status),
            *new_servers.checks(role, found),
            *rules.growing(facts, role, len(have), asked["count"]),
        ),
        changes=(
            *new_servers.sentences(found),
            *(
                f"{server}: deployed on {node}."
                for server, node in zip(names, found.names, strict=False)
            ),
        ),
        watched=watch(facts, nodes=found.known),
        sealed=sealed,
        servers=tuple(new_servers.servers(role, names, found)),
    )


def deployed(facts):
    """The stack; raises :class:`Conflict` if there is none."""
    if facts.stack is None:
        raise Conflict("not-deployed", "There is no overcloud yet: deploy it first.")
    return facts.stack


def _too_few(role, have):
    return (
        f"{role.title} has {have} servers already. Enter a larger number, or choose the servers"
        " to remove."
    )
