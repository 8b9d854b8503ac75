"""Arrays through the REST interface, over a simulated WSAPI."""

import pytest

PATH = "/sirius/v1/storeservs"


class TestRegister:
    def test_what_the_array_says_is_shown(self, registered, array):
        assert registered["state"] == "connected"
        assert registered["system"]["serial"] == array.array.serial
        assert registered["system"]["model"] == "HP_3PAR 8440"
        assert registered["cpgs"] == {"on_array": 3, "registered": 0}
        protocols = [port["protocol"] for port in registered["ports"]]
        assert sorted(protocols) == ["fc", "fc", "iscsi", "iscsi"]

    def test_who_logs_in_logs_out(self, registered, array):
        assert ("DELETE", "/api/v1/credentials") in [
            (method, path.rpartition("/")[0]) for method, path in array.requests
        ]

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"port": 1}, "hostname", "device-unreachable"),
            ({"hostname": "localhost.invalid"}, "hostname", "device-unreachable"),
            ({"san_username": "a\\$b"}, "san_username", "cinder-not-storable"),
            ({"san_ip": "1.2.3"}, "san_ip", "host-invalid"),
            ({"device_type": "iscsi"}, "iscsi_ips", "iscsi-addresses-missing"),
            (
                {"device_type": "iscsi", "iscsi_ips": ["10.0.0.1:99999"]},
                "iscsi_ips",
                "iscsi-address-invalid",
            ),
            (
                {"device_type": "iscsi", "iscsi_ips": ["10.30.0.11", "10.30.0.13:3260"]},
                "iscsi_ips",
                "iscsi-address-unknown",
            ),
        ],
    )
    def test_what_is_wrong_is_at_its_field(self, env, values, changes, field, code):
        answer = env.admin.post(PATH, json={**values, **changes})
        assert answer.status_code == 422
        assert [fact["code"] for fact in answer.json["error_facts"][field]] == [code]
        assert env.admin.get(PATH).json["storeservs"] == []

    @pytest.mark.parametrize(
        "address", ["10.30.0.11", "10.30.0.11:3260", "fd00::1", "[fd00::1]:3260"]
    )
    def test_iscsi_addresses(self, env, values, array, address):
        array.array.ports[-1]["iSCSIVlans"] = [{"IPAddr": "fd00::1", "vlanTag": 100}]
        body = values | {"device_type": "iscsi", "iscsi_ips": [address]}
        assert env.admin.post(PATH, json=body).json["iscsi_ips"] == [address]

    def test_where_arrays_may_be(self, env, values, array):
        env.runtime.conf.set_override("allowed_networks", [], group="sirius")
        for address in (array.host, "localhost", "0.0.0.0"):  # noqa: S104 - it is refused
            answer = env.admin.post(PATH, json=values | {"hostname": address})
            facts = answer.json["error_facts"]["hostname"]
            assert [fact["code"] for fact in facts] == ["address-forbidden"]
        assert array.requests == []

    def test_an_unset_address_is_none_of_the_array(self, env, values, array):
        array.array.ports[-1]["IPAddr"] = unset = "0.0.0.0"  # noqa: S104 - as arrays say it
        body = values | {"device_type": "iscsi", "iscsi_ips": [unset]}
        answer = env.admin.post(PATH, json=body)
        assert "Its iSCSI ports: 10.30.0.11." in answer.json["errors"]["iscsi_ips"][0]

    @pytest.mark.parametrize("name", ["array-1", "another"])
    def test_the_same_array_twice(self, env, registered, values, name):
        answer = env.admin.post(PATH, json=values | {"name": name})
        assert answer.status_code == 422


class TestUpdate:
    def test_a_new_name_needs_no_password(self, env, registered):
        answer = env.admin.put(f"{PATH}/{registered['id']}", json={"name": "renamed"})
        assert answer.status_code == 200, answer.json
        assert answer.json["name"] == "renamed"

    def test_iscsi_addresses_are_checked_when_they_change(self, env, values, array):
        body = values | {"device_type": "iscsi", "iscsi_ips": ["10.30.0.11"]}
        path = f"{PATH}/{env.admin.post(PATH, json=body).json['id']}"
        array.array.ports[-2]["IPAddr"] = "10.30.0.99"
        assert env.admin.put(path, json={"name": "renamed"}).status_code == 200
        answer = env.admin.put(path, json={"iscsi_ips": ["10.30.0.98"]})
        assert list(answer.json["errors"]) == ["iscsi_ips"]
        assert env.admin.put(path, json={"iscsi_ips": ["10.30.0.99"]}).status_code == 200

    def test_nor_that_of_the_san(self, env, registered):
        answer = env.admin.put(f"{PATH}/{registered['id']}", json={"san_ip": "192.0.2.9"})
        assert list(answer.json["errors"]) == ["san_password"]

    def test_another_array_is_another_array(self, env, registered, other_array):
        body = {
            "port": other_array.port,
            "ca_pem": other_array.ca_pem,
            "password": other_array.password,
        }
        answer = env.admin.put(f"{PATH}/{registered['id']}", json=body)
        assert answer.json["error_facts"]["hostname"][0]["code"] == "storeserv-differs"

    def test_fc_does_not_become_iscsi(self, env, registered):
        body = {"device_type": "iscsi", "iscsi_ips": ["10.0.0.1"]}
        answer = env.admin.put(f"{PATH}/{registered['id']}", json=body)
        assert answer.json["error_facts"]["device_type"][0]["code"] == "fc-to-iscsi"


class TestStates:
    def test_an_array_that_is_down_is_a_state(self, env, registered, array):
        path = f"{PATH}/{registered['id']}"
        array.array.faults["down"] = True
        shown = env.admin.post(f"{path}/refresh").json
        assert shown["state"] == "unreachable"
        assert shown["state_reason_fact"]["code"] in ("array-refuses", "array-unreachable")
        assert shown["cpgs"]["on_array"] == 3
        array.array.faults.clear()
        assert env.admin.post(f"{path}/refresh").json["state"] == "connected"


class TestUnregister:
    def test_not_with_registered_cpgs(self, env, registered, cpgs):
        answer = env.admin.delete(f"{PATH}/{registered['id']}")
        assert (answer.status_code, answer.json["code"]) == (409, "storeserv-in-use")
