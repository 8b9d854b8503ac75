"""Secrets are deleted as soon as nobody can use them any more, and not earlier."""

import datetime

import pytest
import sqlalchemy as sa

from helion_services.base import config, idempotency, problems
from helion_services.base.context import Context
from helion_services.base.operations import Kind, states, store, sweeper
from helion_services.base.operations.models import Operation
from helion_services.base.runtime import Runtime
from helion_services.base.secrets import Secret
from helion_services.base.times import now
from helion_services.eon.models import Manager
from helion_services.nodes import imports
from helion_services.nodes.models import Import, Plan
from helion_services.nodes.new_node import NewNode
from tests import databases
from tests.unit.services.base.conftest import LOGIN

WHO = Context("user-id", "somebody", "project-id", ("admin",), None, "req-1")
NODE = {
    "name": "node-1",
    "role": "compute",
    "driver": "ipmi",
    "driver_info": {"ipmi_password": "planted"},
    "ports": [{"address": "94:18:82:0a:1b:2c"}],
    "properties": {},
    "resource_class": None,
}
DAY = datetime.timedelta(days=1)


@pytest.fixture
def runtime(tmp_path):
    file = tmp_path / "services.conf"
    file.write_text(
        f"[api]\nservices = nodes\n[database]\nconnection = {databases.filled(tmp_path)}\n"
        f"[secrets]\nkey_repository = {tmp_path}/keys\n[keystone_authtoken]\n{LOGIN}\n"
        f"[undercloud]\n{LOGIN}\n[undercloud_system]\n{LOGIN}\n"
    )
    service_runtime = Runtime(config.load(files=[file]))
    service_runtime.operations.register(Kind("tests", "try", lambda request: []))
    yield service_runtime
    service_runtime.close()


def secret(runtime, age=DAY):
    """Store a secret that is old enough to be deleted; returns its id."""
    secret_id = runtime.secrets.put({"password": "planted"})
    with runtime.db.session() as session:
        session.get(Secret, secret_id).created_at = now() - age
    return secret_id


def operation(runtime, state, days=0):
    """An operation with a secret that ended some days ago; returns the ids of both."""
    secret_id = secret(runtime)
    operation_id = runtime.operations.begin("tests", "try", "Try", {}, [], WHO, secret_id=secret_id)
    with runtime.db.session() as session:
        row = session.get(Operation, operation_id)
        row.state = state
        row.finished_at = None if state in states.ACTIVE else now() - days * DAY
    return operation_id, secret_id


def is_there(runtime, secret_id):
    with runtime.db.reader() as session:
        return session.get(Secret, secret_id) is not None


def add(runtime, row):
    with runtime.db.session() as session:
        session.add(row)


@pytest.mark.parametrize("state", sorted(states.ACTIVE))
def test_an_operation_that_has_not_ended_keeps_its_secret(runtime, state):
    operation_id, secret_id = operation(runtime, state)
    sweeper.sweep(runtime)
    assert is_there(runtime, secret_id)


@pytest.mark.parametrize("state", sorted(states.RETRYABLE))
def test_an_operation_that_can_be_retried_keeps_its_secret_for_a_week(runtime, state):
    _young, kept = operation(runtime, state, days=6)
    old, gone = operation(runtime, state, days=8)
    sweeper.sweep(runtime)
    assert is_there(runtime, kept)
    assert not is_there(runtime, gone)
    with runtime.db.reader() as session:
        assert not store.get(session, old).can_retry
    with pytest.raises(problems.Conflict) as raised:
        runtime.operations.retry(old, WHO)
    assert raised.value.code == "secrets-gone"


def test_the_retry_of_an_operation_needs_the_same_secret(runtime):
    old, secret_id = operation(runtime, states.FAILED, days=6)
    runtime.operations.retry(old, WHO)
    with runtime.db.session() as session:
        session.get(Operation, old).finished_at = now() - 30 * DAY
    sweeper.sweep(runtime)
    assert is_there(runtime, secret_id)


def test_an_operation_that_succeeded_needs_none(runtime):
    _, secret_id = operation(runtime, states.SUCCEEDED)
    sweeper.sweep(runtime)
    assert not is_there(runtime, secret_id)


def test_operations_without_a_secret_are_left_alone(runtime):
    operation_id = runtime.operations.begin("tests", "try", "Try", {}, [], WHO)
    runtime.operations.cancel(operation_id)
    with runtime.db.session() as session:
        session.get(Operation, operation_id).finished_at = now() - 30 * DAY
    sweeper.sweep(runtime)
    with runtime.db.reader() as session:
        assert store.get(session, operation_id).can_retry


def test_what_nothing_names_is_deleted_after_a_while(runtime):
    """A process may have died between the secret and what it is for."""
    new, old = secret(runtime, datetime.timedelta(minutes=50)), secret(runtime)
    sweeper.sweep(runtime)
    assert is_there(runtime, new)
    assert not is_there(runtime, old)


def test_vcenters_keep_theirs_though_another_process_serves_them(runtime):
    assert [service.name for service in runtime.services] == ["nodes"]
    secret_id = secret(runtime)
    add(runtime, Manager(**manager(secret_id)))
    sweeper.sweep(runtime)
    assert is_there(runtime, secret_id)


def manager(secret_id):
    times = {"created_at": now(), "updated_at": now()}
    names = dict.fromkeys(("id", "name", "ip_address", "username", "state"), "vcenter")
    return {**names, **times, "port": 443, "auto_import": False, "secret_id": secret_id}


def plan(secret_id, expires, operation_id=None):
    return Plan(
        id=secret_id,
        action="deploy",
        title="Deploy",
        request={},
        content={},
        preconditions=[],
        operation={},
        secret_id=secret_id,
        operation_id=operation_id,
        created_at=now(),
        expires_at=now() + expires,
    )


def test_a_plan_keeps_its_secret_until_it_expires_or_is_applied(runtime):
    ready, expired, applied = secret(runtime), secret(runtime), secret(runtime)
    add(runtime, plan(ready, DAY))
    add(runtime, plan(expired, -DAY))
    add(runtime, plan(applied, DAY, operation_id="gone"))
    sweeper.sweep(runtime)
    assert [is_there(runtime, each) for each in (ready, expired, applied)] == [True, False, False]


def test_a_file_keeps_its_secret_until_it_expires_or_is_used(runtime, monkeypatch):
    node = NewNode.from_json(NODE)
    with monkeypatch.context() as patched:
        patched.setattr(imports, "_LIFETIME", -DAY)
        imports._store(runtime, [node])
    kept, used = imports._store(runtime, [node]), imports._store(runtime, [node])
    imports.forget(runtime, used)
    sweeper.sweep(runtime)
    with runtime.db.reader() as session:
        assert session.scalars(sa.select(Import.id)).all() == [kept]
        assert len(session.scalars(sa.select(Secret.id)).all()) == 1
    with pytest.raises(problems.Invalid):
        imports.fetch(runtime, used)


def test_idempotency_keys_are_deleted_though_nobody_sends_another(runtime):
    for hours in (1, 25):
        moment = now() - datetime.timedelta(hours=hours)
        row = {"user_id": "u", "key": str(hours), "fingerprint": "x", "created_at": moment}
        add(runtime, idempotency.IdempotencyKey(**row))
    sweeper.sweep(runtime)
    with runtime.db.reader() as session:
        assert session.scalars(sa.select(idempotency.IdempotencyKey.key)).all() == ["1"]


def test_the_conductor_sweeps(runtime, monkeypatch):
    monkeypatch.setattr("helion_services.base.operations.conductor._SWEEPING", 0.05)
    secret_id = secret(runtime)
    runtime.operations.start()
    end = datetime.datetime.now() + datetime.timedelta(seconds=20)
    while is_there(runtime, secret_id):
        assert datetime.datetime.now() < end
