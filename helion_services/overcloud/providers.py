"""Placement's resource providers that outlived their hypervisor."""

from keystoneauth1 import exceptions as keystoneauth


def orphans(api, host, names, owned):
    """Ids of root providers called like ``host`` or one of ``names``, except ``owned``."""
    rows = api.get("/resource_providers").json()["resource_providers"]
    return [
        row["uuid"]
        for row in rows
        if row["parent_provider_uuid"] is None
        and row["uuid"] not in owned
        and (row["name"] in names or host in (row["name"], row["name"].partition(".")[0]))
    ]


def consumers(api, provider):
    """Ids of the virtual machines and migrations that hold something of a provider."""
    try:
        body = api.get(f"/resource_providers/{provider}/allocations").json()
    except keystoneauth.NotFound:
        return []
    return sorted(body["allocations"])


def delete(api, provider):
    """Delete a provider, if it is there."""
    try:
        api.delete(f"/resource_providers/{provider}")
    except keystoneauth.NotFound:
        return
