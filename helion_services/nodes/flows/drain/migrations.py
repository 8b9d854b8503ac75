"""Migrations of virtual machines, and their records, which alone show how they ended.

Nova accepts a migration that it cannot do, and neither the server nor its actions show that a
migration broke off on the hypervisor.
"""

import dataclasses

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import reasons

DONE, FAILED, HALTED, BUSY = "done", "failed", "halted", "busy"
"""Verdicts on a migration: succeeded, failed, cold and waiting to be confirmed, under way."""

_VERDICTS = {
    "completed": DONE,
    "confirmed": DONE,
    "done": DONE,  # an evacuation whose source has not come back yet
    "error": FAILED,
    "failed": FAILED,
    "cancelled": FAILED,
    "reverted": FAILED,
    "finished": HALTED,
}
_LIVE = "live-migration"
_ACTIONS = (_LIVE, "migrate", "evacuate")
_LAST = 50  # records; far more than one operation makes


@dataclasses.dataclass(frozen=True)
class Migration:
    """A record of Nova's. ``id`` grows from one to the next of the same virtual machine."""

    id: int
    vm: str
    status: str
    type: str
    source: str | None
    target: str | None

    @property
    def verdict(self):
        """:data:`DONE`, :data:`FAILED`, :data:`HALTED` or :data:`BUSY`."""
        return _VERDICTS.get(self.status, BUSY)

    @property
    def live(self):
        """Whether the virtual machine runs on meanwhile."""
        return self.type == _LIVE


def newest(api, vm):
    """The newest migration of a virtual machine (by id), or None."""
    records = _list(api, instance_uuid=vm, limit=_LAST)
    return max(records, key=lambda record: record.id, default=None)


def unsettled(api, host):
    """Migrations from or to a host that are under way or wait to be confirmed."""
    return [record for record in _list(api, host=host) if record.verdict in (BUSY, HALTED)]


def live(api, vm, host=None):
    """Begin a live migration to ``host``, or to a host of the scheduler's choice."""
    _act(api, vm, "os-migrateLive", {"host": host, "block_migration": "auto"})


def cold(api, vm, host=None):
    """Begin a cold migration likewise."""
    _act(api, vm, "migrate", {"host": host} if host else None)


def evacuate(api, vm):
    """Begin to rebuild a virtual machine, whose host is down, on a host of the scheduler's choice.

    Nova refuses while the host reports.
    """
    _act(api, vm, "evacuate", {})


def confirm(api, vm):
    """Confirm a cold migration that is halted, if it still is."""
    _act_if(api, vm, "confirmResize")


def revert(api, vm):
    """Revert a cold migration that is halted, if it still is."""
    _act_if(api, vm, "revertResize")


def abort(api, migration):
    """Abort a live migration, if Nova allows that at this moment."""
    try:
        api.delete(f"/servers/{migration.vm}/migrations/{migration.id}")
    except (keystoneauth.BadRequest, keystoneauth.Conflict, keystoneauth.NotFound):
        return


def why(api, vm):
    """Nova's reason why the last migration of a virtual machine failed, or an empty text."""
    actions = api.get(f"/servers/{vm}/os-instance-actions", params={"limit": 10}).json()
    last = next((a for a in actions["instanceActions"] if a["action"] in _ACTIONS), None)
    if last is None:
        return ""
    path = f"/servers/{vm}/os-instance-actions/{last['request_id']}"
    events = api.get(path).json()["instanceAction"].get("events") or []
    failed = [event for event in events if event["result"] == "Error"]
    failed.sort(key=lambda event: event["start_time"])
    texts = [reasons.sentence(event.get("details")).rstrip(".") for event in failed]
    return ". ".join(dict.fromkeys(filter(None, texts)))


def _list(api, **params):
    rows = api.get("/os-migrations", params=params).json()["migrations"]
    return [
        Migration(
            id=row["id"],
            vm=row["instance_uuid"],
            status=row["status"],
            type=row["migration_type"],
            source=row["source_compute"],
            target=row["dest_compute"],
        )
        for row in rows
    ]


def _act(api, vm, action, arguments=None):
    api.post(f"/servers/{vm}/action", json={action: arguments})


def _act_if(api, vm, action):
    try:
        _act(api, vm, action)
    except (keystoneauth.BadRequest, keystoneauth.Conflict):
        return
