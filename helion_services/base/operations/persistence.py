"""TaskFlow's tables in our database, written only by the conductor that owns the operation."""

import functools

import sqlalchemy as sa
from sqlalchemy import event
from taskflow.persistence.backends import impl_sqlalchemy

from helion_services.base.operations.models import Operation
from helion_services.base.operations.work import Abandoned

_FENCE = "helion_operation"


def prepare(engine):
    """Create TaskFlow's tables or bring them up to date."""
    impl_sqlalchemy.SQLAlchemyBackend({}, engine=engine).get_connection().upgrade()


def fence(engine):
    """Make an engine check the owner of an operation; call it before the engine is used."""
    if not event.contains(engine, "begin", _look):
        # After the listener that begins a transaction of SQLite: we look within it.
        event.listen(engine, "begin", _look)


class Persistence(impl_sqlalchemy.SQLAlchemyBackend):
    """TaskFlow's record of one operation, while it is ``owner``'s.

    Each transaction first checks the owner and raises :class:`Abandoned` if it has changed: a slow
    conductor cannot corrupt the record of the one that took over. ``engine`` has
    been given to :func:`fence`.
    """

    def __init__(self, engine, operation_id, owner):
        fenced = engine.execution_options(**{_FENCE: (operation_id, owner)})
        super().__init__({}, engine=fenced)

    @functools.cached_property
    def _connection(self):
        return super().get_connection()

    def get_connection(self):
        # It holds no connection, only a description of the tables that takes 6 ms to make.
        return self._connection


def _look(connection):
    fence = connection.get_execution_options().get(_FENCE)
    if fence is None:
        return
    operation_id, owner = fence
    ours = sa.select(Operation.id).where(Operation.id == operation_id, Operation.owner == owner)
    # Locked against a change of owner until the transaction ends; on SQLite all is locked.
    if connection.execute(ours.with_for_update(read=True)).first() is None:
        raise Abandoned
