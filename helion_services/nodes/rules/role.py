"""Which rules apply to a role, by its kind."""

from helion_services.nodes.rules import limits, quorum, storage


def growing(role, before, after, total, managers_check):
    """Checks for a role that goes from ``before`` servers to ``after``, of ``total`` afterwards.

    ``managers_check`` is as for :func:`leaving`.
    """
    checks = []
    if role.kind == "controller":
        checks.append(quorum.controller_count(after))
    if role.kind == "block":
        checks.append(managers_check(before, after))
    return [*checks, limits.role(role.name, after), limits.servers(total)]


def deploying(role, count):
    """Checks for a role of a new cloud."""
    checks = [limits.role(role.name, count)]
    if role.kind == "controller":
        checks.append(quorum.controller_count(count))
    if role.kind == "block":
        checks.append(storage.vsa_managers(0, count))
    return checks


def leaving(role, members, removed, replacing, ring_check, managers_check, clusters_check):
    """Checks for ``removed``, those of a role's ``members`` that leave or are replaced.

    ``ring_check(member)`` checks the rings for a Swift server; ``managers_check(before, after,
    leaving, replacing)`` the managers of StoreVirtual servers, by their numbers;
    ``clusters_check(names)`` the clusters on controllers.
    """
    names = [member.name for member in removed]
    checks = []
    if role.kind == "controller":
        alive = sum(member.alive for member in members if member.name not in names)
        checks.append(quorum.controllers(alive, len(members), names, replacing))
        checks += [clusters_check(names)] if replacing else []
    if role.kind == "block":
        after = len(members) if replacing else len(members) - len(removed)
        checks.append(managers_check(len(members), after, len(removed), replacing))
    if role.kind == "object":
        checks += [ring_check(member) for member in removed]
    return checks
