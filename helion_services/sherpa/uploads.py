"""Uploads of ``.csu`` files in pieces, which follow one another and may be hours apart."""

import contextlib
import os
import pathlib
import uuid

from helion_services.base import audit
from helion_services.base.times import now
from helion_services.sherpa import problems, states
from helion_services.sherpa.layout import Layout
from helion_services.sherpa.models import Source, Upload
from helion_services.sherpa.transfer import DiskFull, check_room, named_disk

_MIB = 1 << 20


def begin(runtime, source_id, name, size):
    """Begin an upload; returns its row. Raises :class:`~helion_services.base.problems.Problem`."""
    with runtime.db.reader() as session:
        source = session.get(Source, source_id)
    if source is None:
        raise problems.other_source(source_id)
    if source.kind != states.TUF:
        raise problems.vouches_for_nothing(source.name)
    most = runtime.conf.sherpa.import_mib
    if size > most * _MIB:
        raise problems.import_too_large(most)
    with _room():  # for the file, and for what is taken from it
        check_room(runtime.conf, 2 * size)
    row = Upload(
        id=str(uuid.uuid4()),
        name=pathlib.PurePath(name).name[:255],
        source_id=source_id,
        size=size,
        created_at=now(),
    )
    audit.note(name=row.name, size=size)
    with _room(), named_disk():
        Layout(runtime.conf).upload(row.id).touch(mode=0o600)
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
    with _room():
        check_room(runtime.conf, len(data))
        _write(Layout(runtime.conf).upload(ident), start, data)
    return row


def _write(path, start, data):
    """Write a piece to the end of a file, all of it or nothing."""
    handle = os.open(path, os.O_WRONLY)
    try:
        with named_disk():
            count = 0
            while count < len(data):
                count += os.pwrite(handle, memoryview(data)[count:], start + count)
    except BaseException:
        os.ftruncate(handle, start)
        raise
    finally:
        os.close(handle)


@contextlib.contextmanager
def _room():
    """A disk that is full is a conflict."""
    try:
        yield
    except DiskFull as exc:
        raise problems.no_room(exc.args[0]) from exc


def discard(runtime, ident):
    """Forget an upload and delete its file, if there is one."""
    with runtime.db.session() as session:
        row = session.get(Upload, ident)
        if row is not None:
            session.delete(row)
    Layout(runtime.conf).upload(ident).unlink(missing_ok=True)
