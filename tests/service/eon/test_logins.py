"""A login that is refused is not repeated until the account of the vCenter is locked."""

import datetime

import pytest

from helion_services.base.times import iso, now
from helion_services.eon.models import Manager
from helion_services.eon.vcenter import failures, inventory, logins, session
from helion_services.eon.watch.watcher import Watcher
from tests.service.eon.conftest import eventually

SYSTEM_ERROR = "A general system error occurred"


@pytest.fixture
def calls(monkeypatch):
    """The logins that are tried with stored passwords."""
    tried, connect = [], session.connect

    def counted(manager, *args, **options):
        tried.append(manager.ip_address)
        return connect(manager, *args, **options)

    monkeypatch.setattr(session, "connect", counted)
    return tried


def row(env, manager_id, **values):
    """The row of a vCenter, after these changes."""
    with env.runtime.db.session() as database:
        manager = database.get(Manager, manager_id)
        for name, value in values.items():
            setattr(manager, name, value)
        return manager


def log_in(env, manager_id):
    with session.open(env.runtime, manager_id) as vcenter:
        return vcenter.about


@pytest.fixture
def manager_id(unwatched_env, site):
    return unwatched_env.admin.post("/v2/resource_mgrs", json=site).json["id"]


def refused(env, manager_id, kind=failures.LoginRefused):
    with pytest.raises(kind) as caught:
        log_in(env, manager_id)
    assert type(caught.value) is kind
    return caught.value


def test_pauses_are_doubled_and_a_login_that_works_ends_them(
    unwatched_env, manager_id, vcenter, calls
):
    env = unwatched_env
    vcenter.faults.set(login="refused")
    for number, pause in enumerate((logins.SHORT, 900, 1800), start=1):
        kind = failures.LoginPaused if number == 1 else failures.LoginRefused
        refused(env, manager_id, kind)
        refused(env, manager_id, kind)  # by the service itself
        assert len(calls) == number
        assert row(env, manager_id).login_pause == pause
        row(env, manager_id, login_after=now())
    vcenter.faults.clear()
    assert log_in(env, manager_id).uuid == manager_id
    manager = row(env, manager_id)
    assert (manager.login_after, manager.login_pause) == (None, 0)


def test_logins_that_are_refused_side_by_side_are_one_try(unwatched_env, manager_id, vcenter):
    """Those of the watcher and of an operation began before the first was refused."""
    env = unwatched_env
    manager = row(env, manager_id)
    answer = failures.LoginRefused(failures.wrong_password(vcenter.host))
    for _ in range(2):
        problem = logins.refuse(env.runtime.db, manager, answer)
        assert type(problem) is failures.LoginPaused
    assert row(env, manager_id).login_pause == logins.SHORT


def test_one_that_has_not_answered_lately_gets_no_second_try(unwatched_env, manager_id, vcenter):
    row(unwatched_env, manager_id, last_contact=now() - datetime.timedelta(hours=1))
    vcenter.faults.set(login="refused")
    problem = refused(unwatched_env, manager_id)
    manager = row(unwatched_env, manager_id)
    assert manager.login_pause == 900
    assert problem.code == "login-refused"
    assert iso(manager.login_after) in problem.detail
    assert "password is wrong" in problem.detail


def test_the_watcher_waits_until_somebody_asks(service_env, registered, vcenter, site, calls):
    vcenter.faults.set(login="refused")
    row(service_env, registered.id, revision=2, last_contact=now() - datetime.timedelta(hours=1))

    def shown(state):
        manager = service_env.admin.get(registered.path).json
        return manager if manager["state"] == state else None

    manager = eventually(lambda: shown("refused"), "the state")
    assert "The next login is at" in manager["state_reason"]
    waits = manager["state_reason_fact"]["params"]["reason"]
    assert (waits["code"], waits["params"]["reason"]["code"]) == ("login-waits", "password-wrong")
    assert len(calls) == 1
    before = row(service_env, registered.id).login_pause
    answer = service_env.admin.post(f"{registered.path}/retry_login")
    assert answer.status_code == 200
    eventually(lambda: len(calls) == 2, "one more login")
    eventually(lambda: row(service_env, registered.id).login_pause > before, "a longer pause")
    vcenter.faults.clear()
    login = {"password": site["password"]}
    assert service_env.admin.put(registered.path, json=login).status_code == 200
    eventually(lambda: shown("registered"), "its return")


def test_asking_is_for_administrators(unwatched_env, manager_id):
    path = f"/v2/resource_mgrs/{manager_id}/retry_login"
    assert unwatched_env.reader.post(path).status_code == 403
    assert unwatched_env.admin.post("/v2/resource_mgrs/none/retry_login").status_code == 404


def test_a_sign_on_service_that_fails_is_no_old_vcenter(unwatched_env, manager_id, vcenter):
    vcenter.faults.set(calls=[{"method": "Login", "message": SYSTEM_ERROR}])
    with pytest.raises(failures.Unreachable) as caught:
        log_in(unwatched_env, manager_id)
    assert SYSTEM_ERROR in caught.value.detail
    assert row(unwatched_env, manager_id).login_pause == 0


def test_a_connection_that_is_lost_once_turns_nothing_red(service_env, registered, monkeypatch):
    read, change = inventory.read, Watcher._change
    broken, states = [], []

    def breaking(si):
        if not broken:
            broken.append(True)
            raise ConnectionResetError("Connection reset by peer")
        return read(si)

    def changing(watcher, state, message, **values):
        states.append(state)
        change(watcher, state, message, **values)

    monkeypatch.setattr(inventory, "read", breaking)
    monkeypatch.setattr(Watcher, "_change", changing)
    eventually(lambda: states, "the next session")
    assert broken
    assert states == ["registered"]
