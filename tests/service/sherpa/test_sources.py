"""Sources through the REST interface, over a simulated distribution network."""

import json

import pytest

from helion_services.sherpa.refresh import Refresh
from tests import distribution
from tests.service.sherpa.conftest import ROOT

PATH = f"{ROOT}/sources"


class TestRegister:
    def test_what_it_lists_is_shown(self, env, source):
        assert source["state"] == "ready"
        assert source["entries"] == 8
        assert source["versions"]["root"] == 1
        assert len(source["fingerprint"]) == 95
        names = {row["name"] for row in env.admin.get(f"{ROOT}/entries").json["entries"]}
        assert {"helion-webserver", "webserver", "Helion", "metrics"} <= names

    def test_no_password_is_anywhere_but_in_the_secrets(self, env, source):
        text = json.dumps(env.admin.get(f"{PATH}/{source['id']}").json)
        text += env.admin.get(PATH).get_data(as_text=True)
        assert "Planted" not in text
        with env.runtime.db.engine.connect() as connection:
            dump = "".join(connection.connection.driver_connection.iterdump())
        assert "Planted" not in dump

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"password": "wrong"}, "password", "source-login-refused"),
            ({"password": "密码"}, "password", "source-login-refused"),
            ({"ca_pem": None}, "ca_pem", "source-certificate"),
            ({"ca_pem": "no certificate"}, "ca_pem", "certificate-invalid"),
            ({"url": "https://127.0.0.1:1/"}, "url", "source-unreachable"),
            ({"url": "https://10.0.0.1/"}, "url", "source-address-forbidden"),
            ({"url": "ftp://127.0.0.1/"}, "url", "url-invalid"),
            ({"url": "https://a:b@127.0.0.1/"}, "url", "url-invalid"),
            ({"url": "http://127.0.0.1:1/"}, "url", "source-password-plain"),
            ({"proxy": "http://127.0.0.1:1/"}, "proxy", "source-proxy"),
            ({"proxy": "http://10.0.0.1:1/"}, "url", "source-address-forbidden"),
            ({"password": None}, "password", "field-null"),
            ({"root": "{}"}, "root", "root-invalid"),
            ({"root": "[1]"}, "root", "root-invalid"),
            ({"root": "no JSON"}, "root", "root-invalid"),
        ],
    )
    def test_what_is_wrong_is_at_its_field(self, env, network, changes, field, code):
        answer = env.admin.post(PATH, json={**network.values(), **changes})
        assert answer.status_code == 422
        facts = answer.json["error_facts"][field]
        assert [fact["code"] for fact in facts] == [code]
        assert env.admin.get(PATH).json["sources"] == []

    def test_a_root_that_does_not_sign_itself(self, env, network):
        root = json.loads(network.root)
        root["signed"]["version"] = 7
        answer = env.admin.post(PATH, json=network.values() | {"root": json.dumps(root)})
        assert answer.json["error_facts"]["root"][0]["code"] == "root-invalid"

    def test_a_source_that_hangs(self, env, network):
        env.runtime.conf.set_override("timeout", 0.5, group="sherpa")
        network.faults["hang"] = 3
        answer = env.admin.post(PATH, json=network.values())
        assert answer.json["code"] == "source-silent"

    @pytest.mark.parametrize(
        "place",
        [
            "http://127.0.0.1:1/",
            "https://localhost:9/",
            "https://192.0.2.1/",
            "//192.0.2.1/",
            "file:///etc/passwd",
        ],
    )
    def test_redirects_to_other_hosts_get_no_password(self, env, network, place):
        network.faults["redirect"] = place
        answer = env.admin.post(PATH, json=network.values())
        assert answer.json["code"] == "source-redirects"

    def test_what_is_no_repository(self, env, network):
        answer = env.admin.post(PATH, json=network.values() | {"url": f"{network.url}else/"})
        assert answer.json["code"] == "source-http-error"

    def test_a_disabled_source_is_not_read(self, env, network):
        values = network.values() | {"enabled": False, "url": "https://127.0.0.1:1/"}
        source = env.admin.post(PATH, json=values).json
        assert (source["state"], source["entries"]) == ("disabled", 0)
        answer = env.admin.post(f"{PATH}/{source['id']}/refresh")
        assert answer.json["code"] == "source-disabled"

    def test_a_name_twice(self, env, network, source):
        answer = env.admin.post(PATH, json=network.values())
        assert answer.json["error_facts"]["name"][0]["code"] == "source-name-taken"

    def test_who_may(self, env, network, source):
        assert env.reader.get(PATH).status_code == 200
        assert env.reader.post(PATH, json=network.values()).status_code == 403
        assert env.tenant.get(PATH).status_code == 403


class TestShippedRoots:
    """Root metadata that came with the installation."""

    @pytest.fixture
    def shipped(self, env, tmp_path):
        folder = tmp_path / "roots"
        folder.mkdir()
        env.runtime.conf.set_override("roots_dir", str(folder), group="sherpa")
        return folder

    def rows(self, env):
        return env.admin.get(f"{PATH}/roots").json["roots"]

    def test_there_is_no_directory(self, env, shipped):
        shipped.rmdir()
        assert self.rows(env) == []

    def test_one_is_listed_with_its_fingerprint(self, env, network, shipped):
        (shipped / "HDN.json").write_text(network.root)
        (row,) = self.rows(env)
        inspected = env.admin.post(f"{PATH}/inspect", json={"root": network.root}).json
        assert row == {"name": "HDN", "root": network.root, **inspected}
        values = network.values() | {"root": row["root"]}
        assert env.admin.post(PATH, json=values).json["fingerprint"] == row["fingerprint"]

    def test_what_is_none_is_left_out(self, env, network, shipped, caplog):
        (shipped / "a.json").write_text("{}")
        (shipped / "b.json").write_bytes(b"\xff")
        (shipped / "c.json").mkdir()
        (shipped / "d.json").write_text(network.root + " " * 600_000)
        (shipped / "e.json").write_text(network.root)
        (shipped / "f.txt").write_text(network.root)
        assert [row["name"] for row in self.rows(env)] == ["e"]
        assert sum("is not used" in text for text in caplog.messages) == 4

    def test_who_may(self, env, shipped):
        assert env.reader.get(f"{PATH}/roots").status_code == 403


def test_the_fingerprint_does_not_depend_on_white_space(env, network):
    texts = network.root, json.dumps(json.loads(network.root), indent=8)
    first, second = (env.admin.post(f"{PATH}/inspect", json={"root": text}).json for text in texts)
    assert first == second
    assert first["threshold"] == 1


class TestUpdate:
    def change(self, env, source, **changes):
        return env.admin.put(f"{PATH}/{source['id']}", json=changes)

    def test_name(self, env, source):
        assert self.change(env, source, name="other").json["name"] == "other"

    @pytest.mark.parametrize("field", ["url", "username", "proxy", "ca_pem"])
    def test_where_the_password_goes_asks_for_it(self, env, source, network, field):
        values = {
            "url": "https://127.0.0.1:4/",
            "username": "somebody",
            "proxy": "http://127.0.0.1:4",
            "ca_pem": None,
        }
        before = len(network.requests)
        answer = self.change(env, source, **{field: values[field]})
        assert answer.json["error_facts"]["password"][0]["code"] == "password-again"
        assert len(network.requests) == before

    def test_with_the_password_it_may_move(self, env, source, tmp_path):
        with distribution.started(tmp_path / "elsewhere") as other:
            answer = self.change(env, source, **other.values())
        assert answer.status_code == 200, answer.json
        assert answer.json["fingerprint"] != source["fingerprint"]

    def test_disabled_and_enabled_again(self, env, source):
        assert self.change(env, source, enabled=False).json["state"] == "disabled"
        assert self.change(env, source, enabled=True).json["state"] == "ready"


class TestRefresh:
    def refreshed(self, env, source):
        return env.admin.post(f"{PATH}/{source['id']}/refresh").json

    def test_new_entries_appear_and_those_that_went_disappear(self, env, source, network):
        network.publisher.add("updates/new.tar", b"new", name="New", version="2", kind="update")
        network.publisher.remove("plugins/metrics-0.9.whl")
        network.publisher.publish()
        assert self.refreshed(env, source)["entries"] == 8
        names = {row["name"] for row in env.admin.get(f"{ROOT}/entries").json["entries"]}
        assert "New" in names
        assert "metrics" not in names

    def test_a_failure_is_its_state_and_the_entries_stay(self, env, source, network):
        network.faults["down"] = 503
        answer = self.refreshed(env, source)
        assert answer["state"] == "unreachable"
        assert answer["state_reason_fact"]["params"]["status"] == 503
        assert answer["entries"] == 8
        network.faults.clear()
        assert self.refreshed(env, source)["state"] == "ready"

    def test_refused_credentials_are_not_repeated(self, env, source, network):
        network.faults["login"] = True
        refresh = Refresh(env.runtime)
        refresh.round()
        assert env.admin.get(f"{PATH}/{source['id']}").json["state"] == "login-refused"
        before = len(network.requests)
        refresh.round()
        assert len(network.requests) == before


def test_unregister(env, source):
    assert env.admin.delete(f"{PATH}/{source['id']}").status_code == 204
    assert env.admin.get(f"{ROOT}/entries").json["entries"] == []
    assert env.admin.get(f"{PATH}/{source['id']}").json["code"] == "source-not-found"
