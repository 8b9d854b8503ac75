"""Controllers: three of them, and a majority alive at every moment.

Three or none is what HP's installer takes as ``controller_scale``; the database cluster needs a
majority of its three members, and one failed controller at a time can be replaced
(https://github.com/hphelion/documentation, ``1.1commercial.install-GA-JSON.dita`` and
``1.1commerical.services-remove-replace-failed-overcloud-nodes``).
"""

from helion_services.base.messages import Message
from helion_services.nodes.rules.check import blocked, passed, warned

NEEDED = 3
QUORUM = 2

_LEAVING = (
    "quorum.controllers",
    Message("check-quorum", "The controllers keep their quorum"),
)
_COUNT = (
    "quorum.controller_count",
    Message("check-controller-count", "Number of controllers"),
)


def controllers(members_alive, total, removing, replacing):
    """Whether controllers may leave.

    :param members_alive: how many controllers **that stay** are alive
    :param total: how many controllers there are, those that leave included
    :param removing: the names of those that leave
    :param replacing: whether another server takes the place of each
    """
    names = list(removing)
    if not names:
        return passed(
            *_LEAVING,
            Message("no-controller-leaves", "None of the {total} controllers leaves.", total=total),
        )
    if not replacing:
        return blocked(
            *_LEAVING,
            Message(
                "controllers-needed",
                "The cloud needs {needed} controllers: {names} cannot leave without a replacement."
                " Replace it instead.",
                needed=NEEDED,
                names=names,
            ),
        )
    if len(names) > 1:
        return blocked(
            *_LEAVING,
            Message(
                "controllers-one-at-a-time",
                "{names} cannot be replaced together. Replace one controller at a time.",
                names=names,
            ),
        )
    numbers = {"alive": members_alive, "name": names[0]}
    if members_alive < QUORUM:
        return blocked(
            *_LEAVING,
            Message(
                "quorum-lost",
                "While {name} is replaced, {quorum} controllers must be alive. Alive now: {alive}."
                " Recover another controller first.",
                quorum=QUORUM,
                **numbers,
            ),
        )
    if total != NEEDED:
        return warned(
            *_LEAVING,
            Message(
                "quorum-kept-other-total",
                "{name} can be replaced, but the cloud has {total} controllers and should have"
                " {needed}.",
                name=names[0],
                total=total,
                needed=NEEDED,
            ),
        )
    return passed(
        *_LEAVING,
        Message(
            "quorum-kept",
            "{alive} controllers stay alive while {name} is replaced.",
            **numbers,
        ),
    )


def controller_count(count):
    """Whether a cloud may be deployed with, or scaled to, ``count`` controllers.

    None stands for the default.
    """
    if count in (None, NEEDED):
        return passed(
            *_COUNT,
            Message("controller-count-good", "The cloud gets {count} controllers.", count=NEEDED),
        )
    if count == 1:
        return warned(
            *_COUNT,
            Message(
                "controller-single",
                "A cloud with a single controller is for tests only: it is down whenever that"
                " server is.",
            ),
        )
    return blocked(
        *_COUNT,
        Message(
            "controller-count-bad",
            "{count} controllers were requested. A cloud needs {needed}.",
            count=count,
            needed=NEEDED,
        ),
    )
