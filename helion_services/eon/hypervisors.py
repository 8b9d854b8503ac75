"""What Nova has of an activated cluster."""

from keystoneauth1 import exceptions as keystoneauth

from helion_services.eon import rendering
from helion_services.overcloud import api

_SERVERS = 100
_SERVER = {
    "id": "id",
    "name": "name",
    "status": "status",
    "project_id": "tenant_id",
    "user_id": "user_id",
    "task_state": "OS-EXT-STS:task_state",
    "created_at": "created",
}


def show(runtime, cluster):
    """The hypervisor of a cluster and its virtual machines; a fixed number of calls.

    Raises :class:`~helion_services.base.problems.Unavailable`.
    """
    host = rendering.host_of(cluster)
    nova = api.compute(runtime.clouds)
    with api.answering():
        hypervisor = _hypervisor(nova, host, _region(runtime.conf))
        query = {"all_tenants": 1, "host": host, "limit": _SERVERS + 1}
        rows = nova.get("/servers/detail", params=query).json()["servers"] if hypervisor else []
    return {
        "host": host,
        "hypervisor": hypervisor,
        "servers": [_server(row) for row in rows[:_SERVERS]],
        "more": len(rows) > _SERVERS,
    }


def _region(conf):
    """The region of the overcloud's Nova if the undercloud's Keystone has it, else None."""
    logins = [getattr(conf[cloud], "auth_url", None) for cloud in ("undercloud", "overcloud")]
    if None in logins or len({login.rstrip("/") for login in logins}) > 1:
        return None
    return conf.overcloud.region_name


def _hypervisor(nova, host, region):
    params = {"hypervisor_hostname_pattern": host}
    # Nova answers 404 if no name matches, and all that have the text within if some do.
    try:
        rows = nova.get("/os-hypervisors/detail", params=params).json()["hypervisors"]
    except keystoneauth.NotFound:
        return None
    row = next((candidate for candidate in rows if candidate["hypervisor_hostname"] == host), None)
    if row is None:
        return None
    return {
        "id": row["id"],
        "hypervisor_hostname": row["hypervisor_hostname"],
        "region": region,
        "type": row["hypervisor_type"],
        "state": row["state"],
        "status": row["status"],
        "service_host": row["service"]["host"],
        "disabled_reason": row["service"].get("disabled_reason"),
        "vcpus": row.get("vcpus"),
        "vcpus_used": row.get("vcpus_used"),
        "memory_mb": row.get("memory_mb"),
        "memory_mb_used": row.get("memory_mb_used"),
        "running_vms": row.get("running_vms"),
    }


def _server(row):
    return {name: row.get(key) for name, key in _SERVER.items()}
