"""Which rules apply to which kind of role."""

from helion_services.nodes.rules import limits, quorum, storage


def growing(facts, role, before, after):
    """Checks for a role that goes from ``before`` servers to ``after``."""
    made = []
    if role.kind == "controller":
        made.append(quorum.controller_count(after))
    if role.kind == "block":
        made.append(storage.vsa_managers(before, after))
    total = len(facts.members) - before + after
    return [*made, limits.role(role.name, after), limits.servers(total)]


def deploying(role, count):
    """Checks for a role of a new cloud."""
    made = [limits.role(role.name, count)]
    if role.kind == "controller":
        made.append(quorum.controller_count(count))
    if role.kind == "block":
        made.append(storage.vsa_managers(0, count))
    return made


def total(count):
    """The check for all servers of a cloud."""
    return limits.servers(count)


def leaving(facts, role, members, replacing, ring_check):
    """Checks for members of a role that leave, or are replaced.

    ``ring_check(member)`` checks the rings for a Swift server.
    """
    have = facts.of(role)
    names = [member.name for member in members]
    made = []
    if role.kind == "controller":
        alive = sum(one.alive for one in have if one.name not in names)
        made.append(quorum.controllers(alive, len(have), names, replacing))
    if role.kind == "block":
        after = len(have) if replacing else len(have) - len(members)
        made.append(storage.vsa_managers(len(have), after))
    if role.kind == "object":
        made += [ring_check(member) for member in members]
    return made
