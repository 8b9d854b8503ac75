"""StoreVirtual clusters through the REST interface, over a simulated management group."""

import configparser
import json

import pytest

from helion_services.sirius.refresh import Refresh
from tests import odd_server, storevirtual
from tests.service.sirius.conftest import PASSWORD, own_certificate

PATH = "/sirius/v1/storevirtual-clusters"
BACKENDS = "/sirius/v1/backends"


def logins(group):
    return [request for request in group.requests if request == ("POST", "/lhos/credentials")]


@pytest.fixture
def backend(env, cluster):
    answer = env.admin.post(BACKENDS, json={"name": "vsa", "members": [cluster["id"]]})
    assert answer.status_code == 201, answer.json
    return answer.json


class TestRegister:
    def test_what_the_group_says_is_shown(self, env, cluster, group):
        assert (cluster["state"], cluster["status"]) == ("connected", "registered")
        assert (cluster["port"], cluster["ssh_port"]) == (group.port, 16022)
        assert (cluster["total_mib"], cluster["free_mib"]) == (3000 * 1024, 3000 * 1024)
        assert cluster["modules"] == ["10.40.0.11", "10.40.0.12", "10.40.0.13"]
        assert cluster["virtual_ips"] == [{"address": "10.40.0.10", "netmask": "255.255.255.0"}]
        assert [row["id"] for row in env.admin.get(PATH).json["clusters"]] == [cluster["id"]]

    def test_who_logs_in_logs_out(self, cluster, group):
        assert len(logins(group)) == 1
        assert group.group.sessions == set()

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"port": 1}, "hostname", "device-unreachable"),
            ({"name": storevirtual.CLUSTER.lower()}, "name", "storevirtual-missing"),
            ({"name": "a\\$b"}, "name", "cinder-not-storable"),
            ({"subnet": "255.0.255.0"}, "subnet", "subnet-invalid"),
            ({"subnet": "24"}, "subnet", "subnet-invalid"),
        ],
    )
    def test_what_is_wrong_is_at_its_field(self, env, cluster_values, changes, field, code):
        answer = env.admin.post(PATH, json={**cluster_values, **changes})
        assert answer.status_code == 422
        assert [fact["code"] for fact in answer.json["error_facts"][field]] == [code]
        assert env.admin.get(PATH).json["clusters"] == []

    @pytest.mark.parametrize("content", ["hello", "[]", "{}"])
    def test_a_server_of_another_kind(self, env, cluster_values, tmp_path, content):
        ca_pem, tls = own_certificate(tmp_path, "127.0.0.1")
        with odd_server.running("body", content, tls) as server:
            body = {**cluster_values, "port": server.port, "ca_pem": ca_pem}
            answer = env.admin.post(PATH, json=body)
        assert answer.json["code"] == "device-unreachable"
        assert list(answer.json["errors"]) == ["hostname"]

    def test_the_same_cluster_twice(self, env, cluster, cluster_values):
        answer = env.admin.post(PATH, json=cluster_values)
        assert answer.json["error_facts"]["name"][0]["code"] == "storevirtual-registered"

    def test_two_clusters_of_a_group(self, env, cluster, cluster_values, group):
        group.group.add_cluster("VSA-Silver")
        answer = env.admin.post(PATH, json=cluster_values | {"name": "VSA-Silver"})
        assert answer.status_code == 201


class TestUpdate:
    def test_the_ssh_port_needs_no_password(self, env, cluster):
        answer = env.admin.put(f"{PATH}/{cluster['id']}", json={"ssh_port": 22})
        assert (answer.status_code, answer.json["ssh_port"]) == (200, 22)

    def test_the_managers_need_no_password(self, env, cluster):
        path = f"{PATH}/{cluster['id']}"
        assert cluster["managers"] is None
        assert env.admin.put(path, json={"managers": 3}).json["managers"] == 3
        assert env.admin.get(PATH).json["clusters"][0]["managers"] == 3
        assert env.admin.put(path, json={"managers": 0}).status_code == 422
        assert env.admin.put(path, json={"managers": None}).json["managers"] is None

    def test_a_name_that_the_group_does_not_have(self, env, cluster):
        answer = env.admin.put(f"{PATH}/{cluster['id']}", json={"name": "other"})
        assert answer.json["error_facts"]["name"][0]["code"] == "storevirtual-missing"


class TestStates:
    def test_what_is_down_is_a_state(self, env, cluster, group):
        path = f"{PATH}/{cluster['id']}"
        group.group.faults["down"] = True
        shown = env.admin.post(f"{path}/refresh").json
        assert (shown["state"], shown["total_mib"]) == ("unreachable", 3000 * 1024)
        assert shown["state_reason_fact"]["code"] == "array-refuses"
        group.group.faults.clear()
        assert env.admin.post(f"{path}/refresh").json["state"] == "connected"

    def test_a_cluster_that_was_deleted(self, env, cluster, group):
        (row,) = group.group.clusters.all()
        group.group.clusters.delete(row["id"])
        Refresh(env.runtime).round()
        assert env.admin.get(f"{PATH}/{cluster['id']}").json["state"] == "missing"
        assert env.admin.get(f"{PATH}?state=missing").json["clusters"]


class TestBackends:
    def test_its_members_are_reserved(self, env, backend, cluster):
        assert backend["kind"] == "storevirtual"
        assert backend["members"][0]["section"] == f"cluster_{cluster['id']}"
        assert backend["free_mib"] == 3000 * 1024
        shown = env.admin.get(f"{PATH}/{cluster['id']}").json
        assert (shown["status"], shown["backend"]) == ("reserved", "vsa")

    def test_a_reserved_one_stays(self, env, backend, cluster):
        path = f"{PATH}/{cluster['id']}"
        assert env.admin.delete(path).json["code"] == "storevirtual-reserved"
        body = {"name": "other", "members": [cluster["id"]]}
        answer = env.admin.post(BACKENDS, json=body)
        assert answer.json["error_facts"]["members"][0]["code"] == "storevirtual-reserved"
        assert env.admin.delete(f"{BACKENDS}/{backend['id']}").status_code == 204
        assert env.admin.delete(path).status_code == 204
        assert env.admin.get(path).status_code == 404

    def test_kinds_are_not_mixed(self, env, backend, cluster, cpgs):
        cpg = cpgs["FC_r5"]["id"]
        answers = [
            env.admin.post(BACKENDS, json={"name": "both", "members": [cpg, cluster["id"]]}),
            env.admin.put(f"{BACKENDS}/{backend['id']}", json={"members": [cluster["id"], cpg]}),
            env.admin.put(f"{BACKENDS}/{backend['id']}", json={"members": [cpg]}),
        ]
        facts = [answer.json["error_facts"]["members"][0]["code"] for answer in answers]
        assert facts == ["backend-mixed"] * 3
        members = env.admin.get(f"{BACKENDS}/{backend['id']}").json["members"]
        assert [member["id"] for member in members] == [cluster["id"]]

    def test_nobody_is_a_member(self, env):
        answer = env.admin.post(BACKENDS, json={"name": "x", "members": ["nonsense"]})
        assert answer.json["error_facts"]["members"][0]["code"] == "member-not-registered"


class TestConfiguration:
    def test_the_options_of_the_driver(self, env, backend, group):
        configuration = env.admin.post("/sirius/v1/configuration").json["configuration"]
        assert configuration[backend["members"][0]["section"]] == {
            "volume_driver": "cinder.volume.drivers.hpe.hpe_lefthand_iscsi.HPELeftHandISCSIDriver",
            "hpelefthand_api_url": f"https://127.0.0.1:{group.port}/lhos",
            "hpelefthand_username": group.username,
            "hpelefthand_password": PASSWORD,
            "hpelefthand_clustername": storevirtual.CLUSTER,
            "hpelefthand_ssh_port": "16022",
            "hpelefthand_iscsi_chap_enabled": "true",
            "volume_backend_name": "vsa",
        }

    def test_the_file_says_for_which_cinder(self, env, backend):
        answer = env.admin.get("/sirius/v1/configuration").json
        assert "Planted" not in json.dumps(answer)
        section = backend["members"][0]["section"]
        assert (
            f"# Cinder before Ussuri, which removed this driver\n[{section}]"
            in (answer["cinder_conf"])
        )
        parser = configparser.RawConfigParser(default_section="")
        parser.read_string(answer["cinder_conf"])
        assert parser["DEFAULT"]["enabled_backends"] == section

    def test_it_is_not_applied(self, env, backend, tmp_path):
        file = tmp_path / "backends.conf"
        env.runtime.conf.set_override("configuration_file", str(file), group="sirius")
        answer = env.admin.post("/sirius/v1/configuration/apply")
        assert (answer.status_code, answer.json["code"]) == (409, "storevirtual-not-in-cinder")
        assert answer.json["params"] == {"backends": ["vsa"]}
        assert not file.exists()
