"""Applying back ends: handed over, verified, or put back as it was."""

import configparser
import stat
import time
import types

import pytest

from helion_services.base.operations import patience, runner
from helion_services.sirius import cinder
from helion_services.sirius.flows import destinations
from helion_services.sirius.storeservs import STORESERVS
from tests.service.sirius.conftest import PASSWORD

OPERATION = "/sirius/v1/operations/"
LOGIN = ("POST", "/api/v1/credentials")
HAND_WRITTEN = b"""# Cinder of the east wing
[DEFAULT]
my_ip:192.0.2.7
; the last one wins
enabled_backends=netapp
# enabled_backends=nobody
[netapp]
volume_driver : x.y.Z
netapp_password='p,
  q'
"""


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
        parser = configparser.RawConfigParser(default_section="", strict=False)
        parser.read(self._file)
        return {name: dict(parser[name]) for name in parser if "hpe3par_cpg" in parser[name]}

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

    def run(*backends):
        body = {"backends": [each["id"] for each in backends]} if backends else None
        answer = env.admin.post("/sirius/v1/configuration/apply", json=body)
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


@pytest.fixture
def silver(env, cpgs):
    """Another back end."""
    body = {"name": "silver", "members": [cpgs["FC_r6"]["id"]]}
    return env.admin.post("/sirius/v1/backends", json=body).json


@pytest.fixture
def hand_written(file):
    """A file that others write, too; it is Cinder's."""
    file.parent.mkdir()
    file.write_bytes(HAND_WRITTEN)
    file.chmod(0o640)
    return file


def sections_of(*backends):
    return [member["section"] for backend in backends for member in backend["members"]]


class TestChoice:
    def test_the_others_stay_as_they_are(self, env, run, backend, silver, hand_written, overcloud):
        assert run()["state"] == "succeeded"
        path = f"/sirius/v1/backends/{backend['id']}"
        env.admin.put(path, json={"members": backend["members"][0]["id"].split()})
        env.admin.put(f"/sirius/v1/backends/{silver['id']}", json={
            "members": [silver["members"][0]["id"]], "options": {"reserved_percentage": 7}
        })  # fmt: skip
        assert run(backend)["state"] == "succeeded"
        text = hand_written.read_text()
        first, second = sections_of(backend)
        assert f"enabled_backends=netapp,{first},{sections_of(silver)[0]}\n" in text
        assert second not in text
        assert "reserved_percentage" not in text, "silver was not applied"
        assert text.startswith(HAND_WRITTEN.decode().partition("enabled_backends")[0])
        assert HAND_WRITTEN.decode().partition("netapp\n")[2] in text
        assert stat.S_IMODE(hand_written.stat().st_mode) == 0o640

    def test_what_fails_is_as_it_was(self, run, backend, hand_written, overcloud):
        overcloud.broken.add(sections_of(backend)[0])
        assert run(backend)["state"] == "reverted"
        assert hand_written.read_bytes() == HAND_WRITTEN
        assert stat.S_IMODE(hand_written.stat().st_mode) == 0o640
        assert [path.name for path in hand_written.parent.iterdir()] == ["backends.conf"]

    def test_deleted_back_ends_go_with_all_only(self, env, run, backend, silver, hand_written):
        run()
        env.admin.delete(f"/sirius/v1/backends/{silver['id']}")
        run(backend)
        assert sections_of(silver)[0] in hand_written.read_text()
        run()
        assert sections_of(silver)[0] not in hand_written.read_text()
        assert all(f"[{name}]" in hand_written.read_text() for name in sections_of(backend))

    def test_a_section_with_volumes_is_not_taken_out(self, env, run, silver, overcloud, file):
        run()
        before = file.read_bytes()
        env.admin.delete(f"/sirius/v1/backends/{silver['id']}")
        (section,) = sections_of(silver)
        overcloud.hosts = [f"control-0@{section}#FC_r6"]
        operation = run()
        assert (operation["state"], operation["error"]["code"]) == (
            "reverted",
            "sections-have-volumes",
        )
        assert file.read_bytes() == before

    def test_who_does_not_exist(self, env, overcloud, backend):
        body = {"backends": [backend["id"], "nobody"]}
        answer = env.admin.post("/sirius/v1/configuration/apply", json=body)
        assert (answer.status_code, answer.json["code"]) == (404, "backend-not-found")
        answer = env.admin.post("/sirius/v1/configuration/apply", json={"backends": []})
        assert answer.status_code == 422

    def test_clusters_that_are_not_chosen_prevent_nothing(self, env, run, backend, cluster):
        body = {"name": "vsa", "members": [cluster["id"]]}
        env.admin.post("/sirius/v1/backends", json=body)
        assert run(backend)["state"] == "succeeded"
        answer = env.admin.post("/sirius/v1/configuration/apply")
        assert answer.json["code"] == "storevirtual-not-in-cinder"


def test_a_file_that_was_not_there_is_not_there_again(run, backend, file, overcloud):
    overcloud.broken.add(backend["members"][0]["section"])
    assert run()["state"] == "reverted"
    assert list(file.parent.iterdir()) == []


def test_a_file_that_cinder_cannot_read_stays(run, backend, file):
    file.parent.mkdir()
    file.write_text("[DEFAULT\n")
    assert run()["error"]["code"] == "cinder-file-unreadable"
    assert file.read_text() == "[DEFAULT\n"


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
    target = destinations.file_of(env.runtime.conf)
    target.replace("[once]\n")
    destinations.file_of(env.runtime.conf).replace("[twice]\n")
    destinations.file_of(env.runtime.conf).put_back()
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
