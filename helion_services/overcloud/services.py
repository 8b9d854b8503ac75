"""The overcloud's compute services."""

import dataclasses

from keystoneauth1 import exceptions as keystoneauth


@dataclasses.dataclass(frozen=True)
class Service:
    """A nova-compute.

    :ivar host: its host as Nova calls it
    :ivar enabled: whether the scheduler may use it
    :ivar up: whether it has reported lately, and is not forced down
    :ivar reason: why it is disabled, or None
    :ivar reported_at: when it reported last, as Nova writes it, or None
    """

    id: str
    host: str
    enabled: bool
    up: bool
    reason: str | None
    reported_at: str | None = None


def services(api):
    """All compute services: one call."""
    rows = api.get("/os-services", params={"binary": "nova-compute"}).json()["services"]
    # Of a cell that is down Nova lists the names of the hosts only.
    return [_service(row) for row in rows if "id" in row]


def of(names, all_services):
    """Those of ``all_services`` that belong to members called ``names``, by name.

    The name of a member is that of the host, or the part of it before the first dot.
    """
    exact = {service.host: service for service in all_services}
    short = {service.host.partition(".")[0]: service for service in all_services}
    pairs = ((name, exact.get(name) or short.get(name)) for name in names)
    return {name: service for name, service in pairs if service}


def disable(api, service, reason):
    """Keep the scheduler away from a host."""
    _put(api, service, {"status": "disabled", "disabled_reason": reason})


def enable(api, service):
    """Let the scheduler use a host again."""
    _put(api, service, {"status": "enabled"})


def delete(api, service):
    """Delete a service with its hypervisors, if it is there. Raises keystoneauth's ``Conflict``
    while virtual machines or migrations belong to it."""
    try:
        api.delete(f"/os-services/{service.id}")
    except keystoneauth.NotFound:
        return


def _put(api, service, body):
    api.put(f"/os-services/{service.id}", json=body)


def _service(row):
    return Service(
        id=row["id"],
        host=row["host"],
        enabled=row["status"] == "enabled",
        up=row["state"] == "up" and not row.get("forced_down"),
        reason=row.get("disabled_reason"),
        reported_at=row.get("updated_at"),
    )
