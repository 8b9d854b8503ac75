"""Operations on a database in a file, with a conductor in this process when a test starts one."""

import time
import types

import pytest

from helion_services.base import claims, database
from helion_services.base.context import Context
from helion_services.base.operations import (
    Operations,
    conductor,
    runner,
    states,
    store,
)
from helion_services.base.operations.work import Work
from tests import databases

WHO = Context("user-id", "somebody", "project-id", ("admin",), None, "req-1")
_PATIENCE = 30  # seconds


class Secrets:
    """Secrets in memory, with the real ones' methods."""

    def __init__(self):
        self.values = {}

    def put(self, value, session=None):
        name = f"secret-{len(self.values)}"
        self.values[name] = value
        return name

    def get(self, secret_id):
        return self.values[secret_id]

    def delete(self, secret_id, session=None):
        self.values.pop(secret_id, None)


class Engine:
    """Operations of one runtime, and short ways to use them.

    :ivar did: what the steps did, in order, as ``run NAME`` and ``undo NAME``
    """

    def __init__(self, db):
        options = types.SimpleNamespace(workers=4, jobboard="", claim_expiry=15, poll=0.02)
        self.db = db
        self.runtime = types.SimpleNamespace(
            conf=types.SimpleNamespace(operations=options),
            db=db,
            secrets=Secrets(),
            clouds=object(),
        )
        self.operations = self.runtime.operations = Operations(self.runtime)
        self.did = []

    def begin(self, kind, request=None, resources=("thing:a",), **about):
        """Start an operation of ``kind``, announce it; returns its id."""
        self.operations.register(kind)
        title = f"Do {kind.name}"
        return self.operations.begin(
            kind.service, kind.name, title, request or {}, resources, WHO, **about
        )

    def get(self, operation_id):
        with self.db.reader() as session:
            return store.get(session, operation_id)

    def until(self, operation_id, ready):
        """The operation as soon as ``ready(operation)``."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            operation = self.get(operation_id)
            if ready(operation):
                return operation
            time.sleep(0.02)
        raise AssertionError(f"{operation.state}: {step_states(operation)}")

    def ended(self, operation_id):
        return self.until(operation_id, lambda operation: operation.state not in states.ACTIVE)

    def run(self, kind, request=None, **about):
        """Run an operation to its end; returns it."""
        return self.ended(self.begin(kind, request, **about))

    def work(self, operation_id, owner="me:1:1", stop=None):
        """The operation in the hands of ``owner``, outside of any conductor."""
        with self.db.session() as session:
            assert store.claim(session, operation_id, owner, 60, lambda other: True)
        return Work(self.runtime, self.get(operation_id), owner, stop)


def step_states(operation):
    return [step.state for step in operation.steps]


def lines(operation):
    return [line.text for line in operation.log]


@pytest.fixture
def db(tmp_path):
    opened = database.Database(databases.filled(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def engine(db, monkeypatch):
    """Operations without a conductor."""
    monkeypatch.setattr(runner, "_UNDO_PAUSE", 0.01)
    monkeypatch.setattr(conductor, "_IDLE", 0.05)
    return Engine(db)


@pytest.fixture
def conducted(engine):
    """Operations with a conductor."""
    engine.operations.start()
    yield engine
    engine.operations.stop()


@pytest.fixture
def me():
    """The owner that this process is."""
    return claims.owner_name()
