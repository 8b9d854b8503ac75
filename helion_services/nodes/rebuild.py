"""The undercloud's servers whose image is replaced, through Nova.

Heat replaces images (see :mod:`.stack.images`). What Nova is asked for here is what Heat cannot do:
a server that is in ``ERROR`` since a rebuild failed would be replaced by Heat, on a node that is
not free, and of a server whose image differs from the stack's Heat notices nothing.
"""

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.operations.patience import patiently
from helion_services.nodes import undercloud

LONGEST = 3600.0  # seconds for one rebuild


class RebuildFailed(Exception):
    """Servers do not have their image; made with a message."""


def servers(work, stack, ids):
    """Those of the servers ``ids`` of a stack that there are, by id, as Nova shows them."""
    api = undercloud.compute(work.clouds)
    every = patiently(work, lambda: undercloud.servers(api, f"{stack}-"))
    return {identity: every[identity] for identity in ids if identity in every}


def settle(work, stack, ids):
    """Wait until Nova works on none of the servers; returns them by id."""

    def look():
        present = servers(work, stack, ids)
        busy = [row for row in present.values() if _is_busy(row)]
        return None if busy else (present,)

    what = Message("waiting-rebuilds", "Nova to finish the servers")
    return work.until(look, what, LONGEST, work.poll)[0]


def reset_errors(work, stack, ids):
    """Let servers in ``ERROR`` count as active: the next rebuild repairs them."""
    api = undercloud.compute(work.clouds)
    for identity, row in servers(work, stack, ids).items():
        if row["status"] == "ERROR":
            patiently(work, lambda identity=identity: _reset(api, identity))


def ensure(work, stack, images):
    """Rebuild those servers that are not active with their image, ``{id: image}``, once.

    Raises :class:`RebuildFailed` for those that are not afterwards.
    """
    api = undercloud.compute(work.clouds)
    for identity, row in settle(work, stack, images).items():
        if not _is_done(row, images[identity]):
            patiently(work, lambda row=row: _rebuild(api, row, images[row["id"]]))
    present = settle(work, stack, images)
    failed = [
        _fault(row) for identity, row in present.items() if not _is_done(row, images[identity])
    ]
    failed += [
        Message("rebuild-server-missing", "Nova no longer has the server {server}.", server=name)
        for name in images
        if name not in present
    ]
    _refuse(failed)


def explain(work, stack, ids):
    """Raise :class:`RebuildFailed` with Nova's reasons if servers are in ``ERROR``.

    Heat says of them no more than that they are.
    """
    present = servers(work, stack, ids).values()
    _refuse([_fault(row) for row in present if row["status"] == "ERROR"])


def _refuse(failed):
    if failed:
        raise RebuildFailed(Message("rebuild-failed", "{reasons}", reasons=failed))


def _is_busy(row):
    return row["status"] in ("REBUILD", "BUILD") or bool(row.get("OS-EXT-STS:task_state"))


def _is_done(row, image):
    return row["status"] == "ACTIVE" and undercloud.image_of(row) == image


def _reset(api, identity):
    body = {"os-resetState": {"state": "active"}}
    api.post(f"/servers/{identity}/action", json=body)


def _rebuild(api, row, image):
    body = {"rebuild": {"imageRef": image, "preserve_ephemeral": True}}
    try:
        api.post(f"/servers/{row['id']}/action", json=body)
    except keystoneauth.Conflict:  # it took an earlier try whose answer was lost
        return


def _fault(row):
    reason = (row.get("fault") or {}).get("message") or row["status"]
    return Message(
        "rebuild-server-failed",
        "{server} did not get its image: {reason}",
        server=row["name"],
        reason=reason,
    )
