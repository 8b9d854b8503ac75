"""Controllers: three of them, and a majority alive at every moment.

Three or absent is what HP's installer takes as ``controller_scale``; the database cluster needs a
majority of its three members, and one failed controller at a time can be replaced
(https://github.com/hphelion/documentation, ``1.1commercial.install-GA-JSON.dita`` and
``1.1commerical.services-remove-replace-failed-overcloud-nodes``).
"""

from helion_services.nodes.rules.check import blocked, passed, warned

WANTED = 3
QUORUM = 2

_LEAVING = ("quorum.controllers", "Controllers keep their quorum")
_COUNT = ("quorum.controller_count", "Number of controllers")


def controllers(members_alive, total, removing, replacing):
    """Whether controllers may leave.

    :param members_alive: how many controllers **that stay** are alive
    :param total: how many controllers there are, those that leave included
    :param removing: the names of those that leave
    :param replacing: whether another server takes the place of each
    """
    if not removing:
        return passed(*_LEAVING, f"None of the {total} controllers leaves.")
    names = ", ".join(removing)
    if not replacing:
        return blocked(
            *_LEAVING,
            f"{names} cannot leave without a replacement: the cloud needs {WANTED} controllers."
            " Replace it instead.",
        )
    if len(removing) > 1:
        return blocked(
            *_LEAVING,
            f"{names} cannot be replaced together. Replace one controller at a time.",
        )
    if members_alive < QUORUM:
        return blocked(
            *_LEAVING,
            f"Only {members_alive} of the controllers that stay {_are(members_alive)} alive where"
            f" {QUORUM} are needed while {names} is replaced. Bring another one back first.",
        )
    if total != WANTED:
        return warned(
            *_LEAVING,
            f"{names} can be replaced, but the cloud has {total} controllers where {WANTED} are"
            " needed.",
        )
    return passed(*_LEAVING, f"{members_alive} controllers stay alive while {names} is replaced.")


def controller_count(count):
    """Whether a cloud may be deployed with, or scaled to, ``count`` controllers.

    None means that nobody chose a number.
    """
    if count in (None, WANTED):
        return passed(*_COUNT, f"The cloud gets {WANTED} controllers.")
    if count == 1:
        return warned(
            *_COUNT,
            "With a single controller the cloud is for tests only: it is down whenever that server"
            " is.",
        )
    return blocked(*_COUNT, f"{count} controllers were asked for. A cloud has {WANTED} of them.")


def _are(count):
    return "is" if count == 1 else "are"
