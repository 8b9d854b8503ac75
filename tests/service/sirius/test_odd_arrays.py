"""Arrays that are not as one would like them, and where passwords do not go."""

import json
import logging
import threading

import pytest

from tests import storeserv
from tests.service.sirius.conftest import PASSWORD
from tests.service.sirius.test_apply import (  # noqa: F401 - fixtures
    backend,
    file,
    folder,
    overcloud,
    run,
)
from tests.service.sirius.test_storeservs import PATH

BACKENDS = "/sirius/v1/backends"


def logins(array):
    return [request for request in array.requests if request == ("POST", "/api/v1/credentials")]


@pytest.fixture
def refresh(env, registered):
    """Reads the array again: how it is shown then."""
    return lambda: env.admin.post(f"{PATH}/{registered['id']}/refresh").json


class TestReading:
    def test_wsapi_is_switched_off(self, env, array, values):
        array.array.faults["down"] = True
        answer = env.admin.post(PATH, json=values)
        assert (answer.status_code, answer.json["code"]) == (422, "array-refuses")
        assert "service unavailable" in answer.json["detail"]

    def test_an_array_that_hangs_in_the_middle(
        self, array, refresh, registered, impatient, monkeypatch
    ):
        """What was read before stays, nothing of the rest is mixed in."""
        members, shown_already = array.array.cpgs.members, threading.Event()

        def slow():
            shown_already.wait()
            return members()

        monkeypatch.setattr(array.array.cpgs, "members", slow)
        shown = refresh()
        shown_already.set()
        assert (shown["state"], shown["state_reason_fact"]["code"]) == (
            "unreachable",
            "array-hangs",
        )
        assert shown["cpgs"] == registered["cpgs"]
        assert shown["read_at"] == registered["read_at"]

    def test_its_lists_are_read_side_by_side(self, array, refresh, registered, monkeypatch):
        meeting = threading.Barrier(2, timeout=50)

        def meets(method):
            def answer():
                meeting.wait()
                return body

            body = method()
            return answer

        for noun, name in ((array.array, "system"), (array.array.cpgs, "members")):
            monkeypatch.setattr(noun, name, meets(getattr(noun, name)))
        assert refresh()["state"] == "connected"

    @pytest.mark.parametrize("path", ["/system", "/ports", "/cpgs"])
    def test_a_user_of_one_domain(self, env, array, values, path):
        array.array.faults["refuse"] = {f"GET {path}": "PERM_DENIED"}
        answer = env.admin.post(PATH, json=values)
        assert [fact["code"] for fact in answer.json["error_facts"]["username"]] == [
            "array-not-permitted"
        ]
        assert "permission denied" in answer.json["detail"]

    def test_a_lack_of_rights_is_not_tried_again_and_again(self, env, array, refresh):
        array.array.faults["refuse"] = {"GET /cpgs": "PERM_DENIED"}
        before = len(logins(array)) + 1
        assert refresh()["state"] == "login-refused"
        assert len(logins(array)) == before
        env.watch.round()
        assert len(logins(array)) == before

    def test_two_arrays_with_one_serial_number(self, env, registered, array, values, tmp_path):
        serial = array.array.serial
        with storeserv.started(tmp_path / "twin", password=PASSWORD, serial=serial) as twin:
            body = {**values, "name": "twin", "port": twin.port, "ca_pem": twin.ca_pem}
            answer = env.admin.post(PATH, json=body)
        assert answer.json["error_facts"]["hostname"][0]["code"] == "storeserv-registered"
        assert len(env.admin.get(PATH).json["storeservs"]) == 1


class TestBackends:
    def test_expand_by_a_cpg_of_another_back_end(self, env, cpgs):
        rows = [
            env.admin.post(BACKENDS, json={"name": name, "members": [cpgs[cpg]["id"]]}).json
            for name, cpg in (("gold", "FC_r5"), ("silver", "FC_r6"))
        ]
        members = [cpgs["FC_r5"]["id"], cpgs["FC_r6"]["id"]]
        answer = env.admin.put(f"{BACKENDS}/{rows[0]['id']}", json={"members": members})
        assert answer.json["error_facts"]["members"][0]["code"] == "cpg-reserved"
        shown = env.admin.get(BACKENDS).json["backends"]
        assert [[member["name"] for member in row["members"]] for row in shown] == [
            ["FC_r5"],
            ["FC_r6"],
        ]

    def test_a_cpg_that_was_deleted_behind_our_back(
        self,
        run,  # noqa: F811
        backend,  # noqa: F811
        file,  # noqa: F811
        array,
        refresh,
    ):
        array.array.cpgs.delete("FC_r5")
        refresh()
        operation = run()
        assert operation["state"] == "reverted"
        assert operation["error"]["code"] == "cpg-gone"
        assert not file.exists()


def test_a_password_is_nowhere_but_in_the_secrets_and_the_download(
    env,
    run,  # noqa: F811
    backend,  # noqa: F811
    registered,
    refresh,
    caplog,
):
    """Database, logs, answers and operations, of what works and of what does not."""
    caplog.set_level(logging.DEBUG)
    refresh()
    answers = [
        env.admin.put(f"{PATH}/{registered['id']}", json={"password": f"{PASSWORD}-wrong"}).json,
        env.admin.get(f"{PATH}/{registered['id']}").json,
        env.admin.get(BACKENDS).json,
        env.admin.get("/sirius/v1/configuration").json,
        run(),
        env.reader.get("/sirius/v1/operations").json,
    ]
    assert PASSWORD in json.dumps(env.admin.post("/sirius/v1/configuration").json)
    with env.runtime.db.engine.connect() as connection:
        dump = "".join(connection.connection.driver_connection.iterdump())
    for text in (json.dumps(answers), dump, caplog.text):
        assert "Planted" not in text
