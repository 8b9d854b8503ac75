"""Repositories opened: the two restic repositories of a row."""

import dataclasses

from helion_services.backup.failures import Failure
from helion_services.backup.restic import Restic
from helion_services.base.messages import Message
from helion_services.base.times import iso, now

_PATIENCE = 600.0  # seconds to wait for a lock of somebody else's


@dataclasses.dataclass(frozen=True)
class Pair:
    """The repository of the backups, and that of the keys."""

    data: Restic
    keys: Restic


def pair(conf, location, keys_location, secret, check=lambda: None):
    """The :class:`Pair` of two locations.

    :param secret: ``{"password", "keys_password", "environment"}``
    """
    group, environment = conf.backup, secret.get("environment")
    return Pair(
        Restic(group, location, secret["password"], environment, check),
        Restic(group, keys_location, secret["keys_password"], environment, check),
    )


def of_row(runtime, row, check=lambda: None):
    """The :class:`Pair` of a :class:`~.models.Repository`."""
    secret = runtime.secrets.get(row.secret_id)
    return pair(runtime.conf, row.location, row.keys_location, secret, check)


def patiently(work, restic, act):
    """What ``act()`` returns. A lock of a process of ours that died is removed, another is waited
    for."""
    since = None
    while True:
        try:
            result = act()
        except Failure as exc:
            if exc.code != "repository-locked" or (
                since is not None and (now() - since).total_seconds() > _PATIENCE
            ):
                raise
            if restic.unlock():
                continue
            if since is None:
                since = now()
                work.hold_up(
                    Message(
                        "repository-waits",
                        "Another process has locked the repository. Waiting since {time} UTC.",
                        since=iso(since),
                        time=f"{since:%H:%M}",
                    )
                )
        else:
            if since is not None:
                work.go_on()
            return result
        work.check()
        work.sleep(max(work.poll, 1.0))
