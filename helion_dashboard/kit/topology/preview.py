"""The picture of a plan before it is applied: who comes, and who leaves."""

from django.utils.translation import gettext as _

from helion_dashboard.kit.topology import health, wires
from helion_dashboard.kit.topology.members import Member


def lay(picture, servers):
    """Mark in a picture what a plan does.

    :param servers: :class:`~helion_dashboard.api.lifecycle.plans.ServerChange` each; servers of a
        role that the layout does not have are left out
    """
    # Other pictures may have the same servers.
    picture.rows = [row.copy() for row in picture.rows]
    rows = {row.role.id: row for row in picture.rows if row.members is not None}
    for moved in servers:
        current, member = _find(picture, moved)
        row = rows.get(moved.role)
        if member is None and row is not None and moved.change == "added":
            row.add(_newcomer(moved, row.role, picture))
        elif member is not None:
            member.change = moved.change
            member.server = member.server or moved.name
            if moved.change == "added" and row is not None and row is not current:
                current.remove(member)
                member.wires = _planned(row.role, picture)
                row.add(member)


def _find(picture, moved):
    row, member = picture.find(moved.node) if moved.node else (None, None)
    if member is not None:
        return row, member
    return next(
        (
            (row, candidate)
            for row, candidate in picture.members()
            if candidate.server and candidate.server == moved.name
        ),
        (None, None),
    )


def _newcomer(moved, role, picture):
    return Member(
        moved.node or f"plan:{moved.name}",
        moved.node_name or moved.name,
        health=health.UNKNOWN,
        state=_("Not enrolled yet"),
        server=moved.name,
        change="added",
        wires=_planned(role, picture),
    )


def _planned(role, picture):
    """What the layout says: nothing can be seen of it yet."""
    planned = []
    for attachment in role.networks:
        network = picture.networks.get(attachment.network)
        if network is None or attachment.optional:
            continue
        plan = network.plan
        planned.append(
            wires.Wire(plan.id, tagged=plan.tagged, nic=attachment.nic or plan.port or "")
        )
    return tuple(planned)
