"""Applying back ends: handed over, verified, or put back as it was."""

import configparser
import stat
import time
import types

import pytest

from helion_services.base.operations import patience, runner
from helion_services.sirius import cinder
from helion_services.sirius.flows import apply
from helion_services.sirius.storeservs import STORESERVS
from tests.service.sirius.conftest import PASSWORD

OPERATION = "/sirius/v1/operations/"
LOGIN = ("POST", "/api/v1/credentials")


class Cinder:
    """A Cinder that reads the file, as far as its API is asked about it.

    :ivar broken: sections whose driver does not start
    :ivar hosts: hosts of volumes
    """

    def __init__(self, file):
        self._file = file
        self.broken, self.hosts = set(), []

    def get(self, path, params=None):
        answers = {
            "/scheduler-stats/get_pools": lambda: {"pools": self._pools()},
            "/os-services": lambda: {"services": self._services()},
            "/volumes/detail": lambda: {
                "volumes": [{"id": h, "os-vol-host-attr:host": h} for h in self.hosts]
            },
        }
        return types.SimpleNamespace(json=answers[path])

    def _sections(self):
        parser = configparser.RawConfigParser(default_section="")
        parser.read(self._file)
        return {name: dict(parser[name]) for name in parser.sections() if name != "DEFAULT"}

    def _pools(self):
        return [
            {
                "name": f"control-0@{name}#{options['hpe3par_cpg']}",
                "capabilities": {"total_capacity_gb": 100.0},
            }
            for name, options in self._sections().items()
            if name not in self.broken
        ]

    def _services(self):
        return [
            {"host": f"control-0@{name}", "state": "down" if name in self.broken else "up"}
            for name in self._sections()
        ]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cinder" / "backends.conf"


@pytest.fixture
def folder(folder, file):
    with (folder / "services.conf").open("a") as conf:
        conf.write(f"configuration_file = {file}\napply_timeout = 1\n[operations]\npoll = 0.1\n")
    return folder


@pytest.fixture
def overcloud(monkeypatch, env, file):
    double = Cinder(file)
    monkeypatch.setattr(cinder, "connect", lambda clouds: double)
    monkeypatch.setattr(type(env.runtime.clouds), "has", lambda self, cloud: True)
    monkeypatch.setattr(runner, "_UNDO_PAUSE", 0.05)
    return double


@pytest.fixture
def backend(env, cpgs):
    body = {"name": "gold", "members": [cpgs["FC_r5"]["id"], cpgs["SSD_r5"]["id"]]}
    return env.admin.post("/sirius/v1/backends", json=body).json


@pytest.fixture
def run(env, overcloud):
    """Applies, and waits for the end."""

    def run():
        answer = env.admin.post("/sirius/v1/configuration/apply")
        assert answer.status_code == 202, answer.json
        env.runtime.operations.start()
        end = time.monotonic() + 20
        while True:
            operation = env.reader.get(OPERATION + answer.json["id"]).json
            if operation["finished_at"]:
                return operation
            assert time.monotonic() < end, operation
            time.sleep(0.05)

    return run


def test_the_back_ends_are_there(run, backend, file):
    operation = run()
    assert operation["state"] == "succeeded", operation
    assert PASSWORD in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["backends.conf"]


def test_no_password_is_in_the_operation(env, run, backend):
    operation = run()
    assert "Planted" not in str(operation)
    with env.runtime.db.engine.connect() as connection:
        dump = "".join(connection.connection.driver_connection.iterdump())
    assert "Planted" not in dump


def test_a_driver_that_does_not_start_puts_the_former_file_back(run, backend, file, overcloud):
    file.parent.mkdir()
    file.write_text("[DEFAULT]\nenabled_backends =\n")
    overcloud.broken.add(backend["members"][0]["section"])
    operation = run()
    assert operation["state"] == "reverted"
    assert operation["error"]["code"] == "timed-out"
    assert file.read_text() == "[DEFAULT]\nenabled_backends =\n"
    assert [path.name for path in file.parent.iterdir()] == ["backends.conf"]


def test_an_array_that_is_down_is_found_before(run, backend, array, file, monkeypatch):
    """Whatever it was when it was last read."""
    monkeypatch.setattr(patience, "PATIENCE", 0.5)
    array.array.faults["down"] = True
    operation = run()
    assert operation["error"]["code"] == "array-not-connected"
    assert not file.exists()


def test_an_array_that_is_away_for_a_moment_is_waited_for(run, backend, array, monkeypatch):
    array.array.faults["down"] = True
    refresh = STORESERVS.refresh

    def and_back(*args):
        refresh(*args)
        array.array.faults.clear()

    monkeypatch.setattr(STORESERVS, "refresh", and_back)
    operation = run()
    assert operation["state"] == "succeeded"
    assert any("Trying again for two minutes" in line["text"] for line in operation["log"])


@pytest.mark.parametrize("stale", [True, False])
def test_an_array_that_refuses_the_login_is_not_tried_again(
    env, run, backend, registered, array, file, stale
):
    """It would lock the account."""
    array.array.faults["login"] = "refused"
    if not stale:
        env.admin.post(f"/sirius/v1/storeservs/{registered['id']}/refresh")
    before = array.requests.count(LOGIN)
    operation = run()
    assert operation["error"]["code"] == "array-not-connected"
    assert array.requests.count(LOGIN) == before + stale
    assert not file.exists()


def test_without_back_ends_cinder_gets_an_empty_file(run, env, registered, file):
    assert run()["state"] == "succeeded"
    assert file.read_text() == ""


def test_two_at_once(env, overcloud, backend):
    assert env.admin.post("/sirius/v1/configuration/apply").status_code == 202
    answer = env.admin.post("/sirius/v1/configuration/apply")
    assert (answer.status_code, answer.json["code"]) == (409, "resource-busy")


def test_a_reload_command_that_fails_is_its_reason(run, backend, env, file):
    env.runtime.conf.set_override(
        "reload_command", ["sh", "-c", "echo no such unit >&2; exit 1"], group="sirius"
    )
    operation = run()
    assert "no such unit" in operation["error"]["message"]


def test_a_conductor_that_died_in_the_middle(env, run, backend, file):
    """What was there before is put back although the file was replaced twice."""
    file.parent.mkdir()
    file.write_text("[before]\n")
    target = apply.file_of(env.runtime.conf)
    target.replace("[once]\n")
    apply.file_of(env.runtime.conf).replace("[twice]\n")
    apply.file_of(env.runtime.conf).put_back()
    assert file.read_text() == "[before]\n"
    assert [path.name for path in file.parent.iterdir()] == ["backends.conf"]


def test_a_back_end_with_volumes_is_not_deleted(env, overcloud, backend):
    section = backend["members"][0]["section"]
    overcloud.hosts = [f"control-0@{section}#FC_r5", "control-0@other#x"]
    answer = env.admin.delete(f"/sirius/v1/backends/{backend['id']}")
    assert (answer.status_code, answer.json["code"]) == (409, "backend-has-volumes")
    assert answer.json["params"] == {"backend": "gold", "count": 1}
    overcloud.hosts = []
    assert env.admin.delete(f"/sirius/v1/backends/{backend['id']}").status_code == 204


def test_without_a_file_it_can_only_be_downloaded(env, backend):
    env.runtime.conf.set_override("configuration_file", None, group="sirius")
    answer = env.admin.post("/sirius/v1/configuration/apply")
    assert (answer.status_code, answer.json["code"]) == (409, "apply-not-configured")
