"""The Backup service, called as :mod:`~helion_dashboard.api.wire` does."""

from helion_dashboard.api.backup import records
from helion_dashboard.api.operations import client as operations
from helion_dashboard.api.wire import Wire

SERVICE = "undercloud-backup"

WIRE = operations.register(Wire(SERVICE, scope="metal"))

_MOST = 1000


def summary(request):
    """The :class:`~.records.Summary`: whether the backups are in order."""
    return records.summary(WIRE.get(request, "/summary"))


def backups(request, **query):
    """``(backups, marker)``: :class:`~.records.Backup` each, and the marker of the next page.

    :param query: ``state``, ``repository_id``, and ``limit``, ``marker``, ``sort_key``,
        ``sort_dir``
    """
    body = WIRE.get(request, "/backups", query)
    return [records.backup(each) for each in body["backups"]], body.get("next_marker")


def backup(request, ident):
    """The :class:`~.records.Backup` with this id; :class:`~.errors.NotFound`."""
    return records.backup(WIRE.get(request, WIRE.path("/backups/{}", ident)))


def take(request, repository, verify=True, key=None):
    """Begin to take a backup; returns the operation's id."""
    body = {"repository_id": repository, "verify": verify}
    return WIRE.post(request, "/backups", body, key)["operation_id"]


def verify(request, ident):
    """Begin to verify a backup."""
    WIRE.post(request, WIRE.path("/backups/{}/verify", ident))


def plan_restore(request, ident, parts=()):
    """The :class:`~.records.RestorePlan`: what a restore would stop, overwrite and lose."""
    path = WIRE.path("/backups/{}/restore", ident)
    return records.restore_plan(WIRE.get(request, path, {"parts": ",".join(parts)}, far=True))


def restore(request, ident, digest, parts=(), key=None):
    """Begin to restore as the plan with this digest says; returns the operation's id."""
    body = {"digest": digest, "parts": list(parts) or None}
    path = WIRE.path("/backups/{}/restore", ident)
    return WIRE.post(request, path, body, key, far=True)["operation_id"]


def delete(request, ident):
    """Begin to delete a backup."""
    WIRE.delete(request, WIRE.path("/backups/{}", ident))


def repositories(request):
    """All repositories, as a list of :class:`~.records.Repository`."""
    rows = WIRE.get(request, "/repositories", {"limit": _MOST})["repositories"]
    return [records.repository(each) for each in rows]


def repository(request, ident):
    """The :class:`~.records.Repository` with this id; :class:`~.errors.NotFound`."""
    return records.repository(WIRE.get(request, WIRE.path("/repositories/{}", ident)))


def register(request, key=None, **fields):
    """Create or open a repository, and that of the keys; returns it."""
    return records.repository(WIRE.post(request, "/repositories", fields, key, far=True))


def update(request, ident, **fields):
    """Change a repository; returns it."""
    return records.repository(WIRE.put(request, WIRE.path("/repositories/{}", ident), fields))


def refresh(request, ident):
    """Read the list of backups from a repository."""
    WIRE.post(request, WIRE.path("/repositories/{}/refresh", ident), far=True)


def prune(request, ident):
    """Begin to forget the backups that the retention does not keep."""
    WIRE.post(request, WIRE.path("/repositories/{}/prune", ident))


def unregister(request, ident):
    """Forget a repository here; what is stored in it stays."""
    WIRE.delete(request, WIRE.path("/repositories/{}?force=true", ident))
