"""The overcloud's server groups whose policy Nova enforces."""

import dataclasses

_PAGE = 1000
AFFINITY, ANTI_AFFINITY = "affinity", "anti-affinity"


@dataclasses.dataclass(frozen=True)
class Group:
    """A server group.

    :ivar policy: :data:`AFFINITY` or :data:`ANTI_AFFINITY`
    :ivar limit: how many members a host may have; only for :data:`ANTI_AFFINITY`
    :ivar members: ids of virtual machines
    """

    name: str
    policy: str
    limit: int
    members: frozenset


def strict(api):
    """All groups of all projects with a policy that is not soft.

    One call if there are none, else one more than pages of 1,000 (or Nova's own limit).
    """
    groups, offset = [], 0
    while True:
        params = {"all_projects": "True", "limit": _PAGE, "offset": offset}
        rows = api.get("/os-server-groups", params=params).json()["server_groups"]
        groups += [_group(row) for row in rows if row["policy"] in (AFFINITY, ANTI_AFFINITY)]
        if not rows:
            return groups
        offset += len(rows)


def _group(row):
    limit = (row.get("rules") or {}).get("max_server_per_host", 1)
    return Group(row["name"], row["policy"], int(limit), frozenset(row["members"]))
