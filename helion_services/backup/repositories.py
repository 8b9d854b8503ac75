"""Repositories: registered, changed and forgotten."""

import contextlib
import pathlib
import re
import uuid

import sqlalchemy as sa

from helion_services.backup import access, problems, schedule, states
from helion_services.backup.failures import Failure
from helion_services.backup.models import Repository, Snapshot
from helion_services.base import audit
from helion_services.base.times import now

_REMOTE = re.compile(
    r"sftp:(//)?[\w.@\[\]:-]+[:/].*|s3:(https?://)?[\w.-]+(:\d+)?/[\w./-]+|swift:[\w.-]+:/.*",
    re.ASCII,
)
_VARIABLE = re.compile(r"(AWS|OS|ST)_[A-Z0-9_]+", re.ASCII)
_FIELDS = ("name", "schedule", "retention")


def register(runtime, values):
    """Create both repositories, or open them if they exist; returns the id of the row.

    Raises :class:`~helion_services.base.problems.Problem`.
    """
    folders = runtime.conf.backup.allowed_folders
    for name in ("location", "keys_location"):
        values[name] = _location(name, values[name], folders)
    if values["location"] == values["keys_location"]:
        raise problems.same_location()
    if values["password"] == values["keys_password"]:
        raise problems.same_password()
    check(values)
    with runtime.db.reader() as session:
        _refuse_taken(session, None, values["name"])
    secret = {name: values[name] for name in ("password", "keys_password", "environment")}
    _open(runtime.conf, values, secret)
    moment, ident = now(), str(uuid.uuid4())
    audit.note(name=values["name"], location=values["location"])
    with runtime.db.session() as session:
        _refuse_taken(session, None, values["name"])
        session.add(
            Repository(
                id=ident,
                secret_id=runtime.secrets.put(secret, session),
                location=values["location"],
                keys_location=values["keys_location"],
                state=states.READY,
                size=0,
                scheduled_at=moment,
                created_at=moment,
                updated_at=moment,
                **{name: values[name] for name in _FIELDS},
            )
        )
    return ident


def update(runtime, ident, changes):
    """Change name, schedule, retention or what the storage needs to log in."""
    check(changes)
    audit.note(**{name: changes[name] for name in _FIELDS if name in changes})
    with runtime.db.session() as session:
        row = get(session, ident)
        if "name" in changes:
            _refuse_taken(session, ident, changes["name"])
        if changes.get("schedule") and changes["schedule"] != row.schedule:
            row.scheduled_at = now()
        for name in _FIELDS:
            if name in changes:
                setattr(row, name, changes[name])
        if "environment" in changes:
            secret = runtime.secrets.get(row.secret_id) | {"environment": changes["environment"]}
            runtime.secrets.delete(row.secret_id, session)
            row.secret_id = runtime.secrets.put(secret, session)
        row.updated_at = now()


def unregister(runtime, ident, force):
    """Forget a repository here; what is stored in it stays."""
    with runtime.db.session() as session:
        row = get(session, ident)
        audit.note(name=row.name)
        query = sa.select(sa.func.count()).select_from(Snapshot).filter_by(repository_id=ident)
        count = session.scalar(query)
        if count and not force:
            raise problems.repository_used(count)
        runtime.secrets.delete(row.secret_id, session)
        session.execute(sa.delete(Snapshot).where(Snapshot.repository_id == ident))
        session.delete(row)


def get(session, ident):
    """The row; raises :class:`~helion_services.base.problems.NotFound`."""
    row = session.get(Repository, ident)
    if row is None:
        raise problems.no_repository(ident)
    return row


def report(runtime, ident, failure=None, size=None):
    """Note that the repository was used, or a :class:`Failure` of it."""
    with runtime.db.session() as session:
        row = session.get(Repository, ident)
        if row is None:
            return
        message = failure.message if failure else None
        row.state = states.FAILED if failure else states.READY
        row.state_reason = message and message.detail
        row.state_fact = message and message.fact()
        if size is not None:
            row.size = size


def check(values):
    """Raise Invalid for a schedule or variable that cannot be."""
    if values.get("schedule"):
        schedule.check(values["schedule"])
    for name in values.get("environment") or ():
        if not _VARIABLE.fullmatch(name):
            raise problems.variable_refused(name)


def _open(conf, values, secret):
    """Create or open both; raises Invalid at the field that is wrong."""
    pair = access.pair(conf, values["location"], values["keys_location"], secret)
    for restic, prefix in ((pair.data, ""), (pair.keys, "keys_")):
        try:
            restic.create()
        except Failure as exc:
            wrong = exc.code == "repository-password-wrong"
            name = prefix + ("password" if wrong else "location")
            raise problems.repository_failed(name, exc) from exc


def _location(name, text, folders):
    text = text.strip()
    if text.startswith("/"):
        path = pathlib.Path(text)
        with contextlib.suppress(OSError, RuntimeError):
            path = path.resolve()
            if any(path.is_relative_to(pathlib.Path(each).resolve()) for each in folders):
                return str(path)
        raise problems.folder_refused(name, folders)
    if _REMOTE.fullmatch(text) and "\n" not in text:
        return text
    raise problems.location_invalid(name)


def _refuse_taken(session, ident, name):
    query = sa.select(Repository.id).where(Repository.name == name)
    if session.scalar(query.where(Repository.id != ident) if ident else query):
        raise problems.name_taken(name)
