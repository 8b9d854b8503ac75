"""Deletes files that nothing needs: unfinished downloads, uploads, metadata of former sources."""

import shutil
import time

import sqlalchemy as sa

from helion_services.base.operations import states as operation_states
from helion_services.base.operations.models import Operation
from helion_services.sherpa.layout import Layout
from helion_services.sherpa.models import Content, Source, Upload

_UPLOAD = 86_400.0  # seconds for which an upload may be continued
_GRACE = 3600.0  # seconds: a row is written shortly after its file


def sweep(runtime):
    """Delete what is old enough and has no row and no operation."""
    layout = Layout(runtime.conf)
    with runtime.db.reader() as session:
        needed = operations(session)
        contents = set(session.scalars(sa.select(Content.id)))
        sources = set(session.scalars(sa.select(Source.id)))
    hours = runtime.conf.sherpa.parts_hours
    _delete(layout.root / "parts", lambda name: name in needed, hours * 3600)
    _delete(layout.root / "imports", lambda name: name in needed, _UPLOAD)
    _forget_uploads(runtime, layout)
    _delete(layout.root / "content", lambda name: name in contents or name in needed, _GRACE)
    _delete(layout.root / "metadata", lambda name: name in sources, _GRACE)


def operations(session):
    """A text with the ids of all that the running operations work on."""
    running = sa.select(Operation.request, Operation.notes).where(
        Operation.service == "sherpa", Operation.state.in_(operation_states.ACTIVE)
    )
    return str(session.execute(running).all())


def _forget_uploads(runtime, layout):
    """Delete the rows of uploads whose file is gone."""
    with runtime.db.session() as session:
        for row in session.scalars(sa.select(Upload)):
            if not layout.upload(row.id).exists():
                session.delete(row)


def _delete(folder, needed, seconds):
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if needed(path.name) or time.time() - path.stat().st_mtime < seconds:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
