"""The overcloud's Cinder: its scheduler's pools, its services, and volumes on a back end."""

CLOUD, TYPE = "overcloud", "block-storage"
# Several services of one type are told apart by the version that is asked for.
_OPTIONS = {"min_version": "3", "max_version": "3.latest"}
_MOST = 1000


def connect(clouds):
    """An adapter to it; raises :class:`~helion_services.base.problems.Unavailable`."""
    return clouds.adapter(CLOUD, TYPE, **_OPTIONS)


def pools(api):
    """``{(section, name of the CPG): capacity in GiB}`` of the scheduler; ``host@section#pool``."""
    rows = api.get("/scheduler-stats/get_pools", params={"detail": "true"}).json()["pools"]
    capacities = {}
    for row in rows:
        host, _mark, pool = row["name"].partition("#")
        capacity = row.get("capabilities", {}).get("total_capacity_gb")
        capacities[host.rpartition("@")[2], pool] = capacity
    return capacities


def down(api):
    """Sections whose volume service is not up."""
    rows = api.get("/os-services", params={"binary": "cinder-volume"}).json()["services"]
    return {row["host"].rpartition("@")[2] for row in rows if row["state"] != "up"}


def volumes(api, sections):
    """How many volumes are on these sections; a page of a thousand at a time."""
    query, count = {"all_tenants": "true", "limit": _MOST}, 0
    while True:
        rows = api.get("/volumes/detail", params=query).json()["volumes"]
        hosts = (row.get("os-vol-host-attr:host") or "" for row in rows)
        count += sum(host.partition("#")[0].rpartition("@")[2] in sections for host in hosts)
        if len(rows) < _MOST:
            return count
        query["marker"] = rows[-1]["id"]
