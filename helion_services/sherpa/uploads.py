"""Uploads of ``.csu`` files in pieces, which follow one another and may be hours apart."""

import pathlib
import uuid

from helion_services.base import audit
from helion_services.base.times import now
from helion_services.sherpa import problems
from helion_services.sherpa.layout import Layout
from helion_services.sherpa.models import Source, Upload
from helion_services.sherpa.transfer import DiskFull, check_space

_MIB = 1 << 20


def begin(runtime, source_id, name, size):
    """Begin an upload; returns its row. Raises :class:`~helion_services.base.problems.Problem`."""
    with runtime.db.reader() as session:
        if session.get(Source, source_id) is None:
            raise problems.other_source(source_id)
    most = runtime.conf.sherpa.import_mib
    if size > most * _MIB:
        raise problems.import_too_large(most)
    layout = Layout(runtime.conf)
    try:
        # The file, and what is taken from it.
        check_space(layout.free(), 2 * size, runtime.conf.sherpa.reserve_mib * _MIB)
    except DiskFull as exc:
        raise problems.no_room(exc.args[0]) from exc
    row = Upload(
        id=str(uuid.uuid4()),
        name=pathlib.PurePath(name).name[:255],
        source_id=source_id,
        size=size,
        created_at=now(),
    )
    audit.note(name=row.name, size=size)
    layout.upload(row.id).touch(mode=0o600)
    with runtime.db.session() as session:
        session.add(row)
    return row


def get(runtime, ident):
    """An upload; raises :class:`~helion_services.base.problems.NotFound`."""
    with runtime.db.reader() as session:
        row = session.get(Upload, ident)
    if row is None or not Layout(runtime.conf).upload(ident).exists():
        raise problems.no_upload(ident)
    return row


def offset(runtime, row):
    """Bytes that are here."""
    return Layout(runtime.conf).upload(row.id).stat().st_size


def add(runtime, ident, start, data):
    """Add a piece that begins at byte ``start``; one that is here already changes nothing."""
    row = get(runtime, ident)
    count = offset(runtime, row)
    if start + len(data) == count and data:
        return row
    if start != count:
        raise problems.wrong_offset(count)
    if count + len(data) > row.size:
        raise problems.too_long(row.size)
    with Layout(runtime.conf).upload(ident).open("r+b") as file:
        file.seek(start)
        file.write(data)
    return row


def discard(runtime, ident):
    """Forget an upload and delete its file, if there is one."""
    with runtime.db.session() as session:
        row = session.get(Upload, ident)
        if row is not None:
            session.delete(row)
    Layout(runtime.conf).upload(ident).unlink(missing_ok=True)
