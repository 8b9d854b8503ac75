"""The certificates of arrays and clusters: looked at, trusted by fingerprint, and refused."""

import pytest

from tests import odd_server
from tests.service.sirius.conftest import own_certificate

PATH = "/sirius/v1/certificates"


@pytest.fixture
def look(env, device):
    """Looks at what a port of this machine presents, at that of the device by default."""

    def look(port=device.running.port, hostname=device.running.host):
        return env.admin.post(PATH, json={"hostname": hostname, "port": port})

    return look


@pytest.fixture
def pinned(device, look):
    """What is sent to register the device by the fingerprint of its certificate."""
    values = {**device.values, "fingerprint": look().json["fingerprint"]}
    del values["ca_pem"]
    return values


@pytest.fixture
def another(device, tmp_path):
    """A device of the same kind with a certificate of its own."""
    with device.another(tmp_path / "another") as running:
        yield running


class TestLook:
    def test_what_is_presented(self, look, device):
        answer = look()
        assert answer.status_code == 200, answer.json
        shown = answer.json
        assert (shown["hostname"], shown["port"]) == (device.running.host, device.running.port)
        assert shown["trusted"] is False
        assert "not signed by a trusted authority" in shown["reason"]
        assert device.running.host in shown["names"]
        assert shown["chain"][0]["fingerprint"] == shown["fingerprint"]

    def test_nothing_is_sent(self, look, device):
        look()
        assert device.running.requests == []

    def test_ports_are_not_told_apart(self, look):
        with odd_server.running("greet") as server:
            answers = [look(1), look(server.port)]
        assert {answer.status_code for answer in answers} == {422}
        assert {answer.json["code"] for answer in answers} == {"device-unreachable"}
        assert {tuple(answer.json["errors"]) for answer in answers} == {("hostname",)}
        assert len({answer.json["detail"] for answer in answers}) == 1

    def test_where_devices_may_be(self, env, look):
        env.runtime.conf.set_override("allowed_networks", [], group="sirius")
        answer = look()
        assert answer.json["error_facts"]["hostname"][0]["code"] == "address-forbidden"

    def test_a_host_that_is_none(self, look):
        answer = look(hostname="not a host!")
        assert answer.json["error_facts"]["hostname"][0]["code"] == "host-invalid"

    def test_who_may(self, env, device):
        body = {"hostname": device.running.host, "port": device.running.port}
        assert env.reader.post(PATH, json=body).status_code == 403


class TestTrust:
    def test_by_fingerprint(self, env, device, pinned):
        answer = env.admin.post(device.path, json=pinned)
        assert answer.status_code == 201, answer.json
        assert answer.json["fingerprint"] == pinned["fingerprint"]
        path = f"{device.path}/{answer.json['id']}"
        assert env.admin.post(f"{path}/refresh").json["state"] == "connected"

    def test_another_fingerprint(self, env, device, pinned):
        answer = env.admin.post(device.path, json={**pinned, "fingerprint": "00" * 32})
        assert answer.status_code == 422
        facts = answer.json["error_facts"]["fingerprint"]
        assert [fact["code"] for fact in facts] == ["certificate-changed"]
        assert device.logins() == 0

    @pytest.mark.parametrize("pem", ["nonsense", "-----BEGIN CERTIFICATE-----\nMIIB\n"])
    def test_what_is_no_certificate(self, env, device, pem):
        answer = env.admin.post(device.path, json={**device.values, "ca_pem": pem})
        assert answer.json["error_facts"]["ca_pem"][0]["code"] == "certificate-invalid"
        assert device.logins() == 0

    def test_only_the_certificates_of_what_was_pasted_are_kept(self, env, device):
        pem = device.values["ca_pem"].strip()
        key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----"
        body = {**device.values, "ca_pem": f"# Autorité\n{pem}\n{key}\n"}
        assert env.admin.post(device.path, json=body).json["ca_pem"] == f"{pem}\n"

    def test_the_stored_password_goes_to_no_other_certificate(self, env, device, shown, another):
        """Neither by address nor by trust: whoever changes either enters it again."""
        fingerprint = env.admin.post(
            PATH, json={"hostname": another.host, "port": another.port}
        ).json["fingerprint"]
        body = {"port": another.port, "fingerprint": fingerprint}
        answer = env.admin.put(f"{device.path}/{shown['id']}", json=body)
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["password"])
        assert device.logins(another) == 0

    def test_a_new_trust_with_the_password(self, env, device, shown, pinned):
        body = {"fingerprint": pinned["fingerprint"], "password": device.running.password}
        answer = env.admin.put(f"{device.path}/{shown['id']}", json=body)
        assert (answer.status_code, answer.json["fingerprint"]) == (200, pinned["fingerprint"])


class TestRefused:
    def test_a_certificate_that_changed_is_a_state(self, env, device, pinned, another, monkeypatch):
        """Another server at the same address: the stored password does not go there."""
        ident = env.admin.post(device.path, json=pinned).json["id"]
        monkeypatch.setattr("helion_services.sirius.access.root", _root_of(another))
        shown = env.admin.post(f"{device.path}/{ident}/refresh").json
        assert shown["state"] == "certificate-refused"
        assert shown["state_reason_fact"]["code"] == "certificate-self-signed"
        assert device.logins(another) == 0

    def test_a_certificate_for_another_name(self, env, device, tmp_path):
        ca_pem, tls = own_certificate(tmp_path, "array.example")
        with odd_server.running("body", "x", tls) as server:
            body = {**device.values, "port": server.port, "ca_pem": ca_pem}
            answer = env.admin.post(device.path, json=body)
        assert answer.json["error_facts"]["ca_pem"][0]["code"] == "certificate-other-name"

    def test_a_server_without_tls_is_no_matter_of_trust(self, env, device):
        with odd_server.running("body", "hello") as server:
            answer = env.admin.post(device.path, json={**device.values, "port": server.port})
        assert answer.json["code"] == "device-unreachable"
        assert list(answer.json["errors"]) == ["hostname"]


def test_a_redirection_gets_no_password(env, device, tmp_path):
    url = f"https://{device.running.host}:{device.running.port}{device.login[1]}"
    ca_pem, tls = own_certificate(tmp_path, "127.0.0.1")
    with odd_server.running("elsewhere", url, tls) as server:
        body = {**device.values, "port": server.port, "ca_pem": ca_pem}
        assert env.admin.post(device.path, json=body).json["code"] == "array-refuses"
    assert device.logins() == 0


def test_no_proxy_of_the_environment_sees_a_password(env, device, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    assert env.admin.post(device.path, json=device.values).status_code == 201


def _root_of(running):
    return lambda _hostname, _port: f"https://{running.host}:{running.port}"
