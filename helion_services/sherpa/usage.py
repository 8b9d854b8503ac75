"""What uses a published image: servers that were deployed from it, stacks that name it."""

from keystoneauth1 import exceptions as keystoneauth

from helion_services.sherpa import glance, states

_MOST = 200


def of(clouds, row):
    """``{"servers", "stacks", "complete"}`` of a publication; raises keystoneauth's exceptions.

    The stacks are those of the service's own project, which has the overcloud's: Heat's default
    policy shows nobody those of all projects.
    """
    if row.kind != states.IMAGE or not row.object_id:
        return {"servers": [], "stacks": [], "complete": True}
    deployed, all_servers = servers(clouds, row.object_id)
    stacks, all_stacks = _stacks(clouds, row)
    return {
        "servers": deployed,
        "stacks": stacks,
        "complete": all_servers and all_stacks,
    }


def servers(clouds, image_id):
    """``(servers, whether these are all)``."""
    api = clouds.adapter(glance.CLOUD, "compute")
    params = {"image": image_id, "all_tenants": "1", "limit": _MOST}
    rows = api.get("/servers/detail", params=params).json()["servers"]
    listed = [
        {"id": row["id"], "name": row["name"], "project_id": row.get("tenant_id")} for row in rows
    ]
    return listed, len(rows) < _MOST


def _stacks(clouds, row):
    api = clouds.adapter(glance.CLOUD, "orchestration")
    listed = []
    try:
        params = {"limit": _MOST}
        stacks = api.get("/stacks", params=params).json()["stacks"]
        for stack in stacks:
            path = f"/stacks/{stack['stack_name']}/{stack['id']}"
            parameters = api.get(path).json()["stack"].get("parameters", {})
            if {row.object_id, row.name} & set(map(str, parameters.values())):
                listed.append(
                    {
                        "id": stack["id"],
                        "name": stack["stack_name"],
                        "project_id": stack.get("project"),
                    }
                )
    except keystoneauth.ClientException:
        return listed, False
    return listed, len(stacks) < _MOST
