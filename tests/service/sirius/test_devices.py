"""What arrays and StoreVirtual clusters have in common, through the REST interface."""

import json

import pytest


class TestRegister:
    def test_no_password_is_anywhere_but_in_the_secrets(self, env, device, shown):
        text = json.dumps(env.admin.get(f"{device.path}/{shown['id']}").json)
        text += env.admin.get(device.path).get_data(as_text=True)
        with env.runtime.db.engine.connect() as connection:
            text += "".join(connection.connection.driver_connection.iterdump())
        assert device.running.password not in text
        assert "Planted" not in text

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"password": "wrong"}, "password", "array-login-refused"),
            ({"password": "a\nb"}, "password", "cinder-not-storable"),
            ({"username": "a\\$b"}, "username", "cinder-not-storable"),
            ({"ca_pem": None}, "ca_pem", "certificate-self-signed"),
            ({"hostname": "not a host!"}, "hostname", "host-invalid"),
        ],
    )
    def test_what_is_wrong_is_at_its_field(self, env, device, changes, field, code):
        answer = env.admin.post(device.path, json={**device.values, **changes})
        assert answer.status_code == 422
        assert [fact["code"] for fact in answer.json["error_facts"][field]] == [code]
        assert list(env.admin.get(device.path).json.values()) == [[], None]

    def test_a_server_that_hangs(self, env, device, impatient):
        device.faults["hang"] = 3
        answer = env.admin.post(device.path, json=device.values)
        assert answer.json["code"] == "device-unreachable"

    def test_who_may(self, env, device, shown):
        assert env.reader.get(device.path).status_code == 200
        assert env.reader.post(device.path, json=device.values).status_code == 403
        assert env.tenant.get(device.path).status_code == 403


@pytest.mark.parametrize("change", ["hostname", "port", "username", "ca_pem"])
def test_the_stored_password_never_goes_to_a_new_address(env, device, shown, change, tmp_path):
    with device.another(tmp_path / "another") as another:
        new = {
            "hostname": "localhost",
            "port": another.port,
            "username": "somebody",
            "ca_pem": another.ca_pem,
        }
        answer = env.admin.put(f"{device.path}/{shown['id']}", json={change: new[change]})
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["password"])
        assert device.logins(another) == 0


class TestStates:
    def test_what_is_down_is_a_state(self, env, device, shown):
        path = f"{device.path}/{shown['id']}"
        device.faults["down"] = True
        answer = env.admin.post(f"{path}/refresh").json
        assert answer["state"] == "unreachable"
        assert answer["state_reason_fact"]["code"] == "array-refuses"
        assert answer["read_at"] == shown["read_at"]
        device.faults.clear()
        assert env.admin.post(f"{path}/refresh").json["state"] == "connected"

    def test_a_refused_login_is_not_repeated(self, env, device, shown):
        path = f"{device.path}/{shown['id']}"
        device.faults["login"] = "refused"
        env.watch.round()
        assert env.admin.get(path).json["state"] == "login-refused"
        before = device.logins()
        env.watch.round()
        env.watch.round()
        assert device.logins() == before
        device.faults.clear()
        assert env.admin.post(f"{path}/refresh").json["state"] == "connected"


def test_what_is_unregistered_is_gone(env, device, shown):
    path = f"{device.path}/{shown['id']}"
    assert env.admin.delete(path).status_code == 204
    assert env.admin.get(path).status_code == 404
    assert env.admin.delete(path).status_code == 404
