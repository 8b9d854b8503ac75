"""The proof of a backup: restored into a scratch folder, whole, and with the noted counts."""

import pathlib

from helion_services.backup import databases, layout, manifest, scratch_servers
from helion_services.backup.parts import Database
from helion_services.base.keys import KeysError
from helion_services.base.messages import Message


def compare(runtime, described, scratch, check=lambda: None):
    """``(counts, problems)`` of a backup that was restored into ``scratch``.

    :param described: its manifest
    :param check: called between two databases

    ``counts`` has the number of each kind, ``problems`` a message for each thing that is wrong or,
    for want of a server program, not known (:func:`is_damaged`).
    """
    counts, wrong = {}, []
    folder = layout.below(scratch, described["bundle"]) / layout.DATABASES
    keys = keys_folder(runtime, described, scratch)
    for part in described["parts"]:
        for each in part["databases"]:
            check()
            try:
                counts |= _count(runtime, each, folder, keys)
            except databases.DatabaseFailure as exc:
                wrong.append(exc.message)
            except KeysError as exc:
                wrong.append(Message("keys-unreadable", "{reason}", reason=str(exc)))
        wrong += _missing(part, scratch)
    for name, number in described["counts"].items():
        if name in counts and counts[name] != number:
            wrong.append(
                Message(
                    "count-differs",
                    "{kind}: {actual} after the restore, {noted} when the backup was taken.",
                    kind=name,
                    actual=counts[name],
                    noted=number,
                )
            )
    return counts, wrong


def is_damaged(problems):
    """Whether one of these problems is of the backup, and not of this machine."""
    return any(problem.code != scratch_servers.NOT_LOADABLE for problem in problems)


def keys_folder(runtime, described, scratch):
    """Where the keys of our secrets are in ``scratch``, None if they are not in the backup."""
    path = runtime.conf.secrets.key_repository
    restored = layout.below(scratch, described.get("key_repository") or path)
    return restored if restored.is_dir() else None


def stored(each):
    """The :class:`Database` of a manifest's; its URL is that of nothing."""
    scheme = {"sqlite": "sqlite", "mysql": "mysql+pymysql", "postgresql": "postgresql+psycopg"}
    return Database(each["name"], databases.sa.engine.make_url(f"{scheme[each['dialect']]}://"))


def _count(runtime, each, folder, keys):
    database, path = stored(each), folder / each["file"]
    if not path.is_file():
        raise databases.DatabaseFailure(
            "database-missing", "The backup has no copy of {database}.", database=each["name"]
        )
    databases.check(database, path)
    if database.dialect == "sqlite":
        return manifest.look(runtime, database, path, keys)[0]
    with scratch_servers.loaded(database, path, folder) as server:
        return manifest.look(runtime, server, None, keys)[0]


def _missing(part, scratch):
    """A message for each file or folder of the keys that is not in the backup."""
    if not part["apart"]:
        return []  # their hashes are compared in the repository, without room for them here
    return [
        Message("file-missing", "The backup has no copy of {path}.", path=path)
        for path in part["files"]
        if not pathlib.Path(layout.below(scratch, path)).exists()
    ]
