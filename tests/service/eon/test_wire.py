"""The wire of HPE's service: its client's calls, and the shapes of the answers as recorded."""

import json

import pytest

from tests.service.eon.conftest import eventually
from tests.service.eon.eonclient import Client, HTTPError

UNSET = ("ip_address", "username", "password", "port")


@pytest.fixture
def client(service_env):
    return Client(service_env.admin)


@pytest.fixture
def manager(client, site):
    """What is sent is HPE's, but for the certificate to trust."""
    manager_ = client.add_resource_mgr(site | {"port": str(site["port"])})
    return eventually(
        lambda: (answer := client.get_resource_mgr(manager_["id"])).get("read_at") and answer,
        "the inventory",
    )


def test_a_manager(manager, site, vcenter):
    assert manager["id"] == vcenter.uuid  # letter by letter
    assert manager["type"] == "vcenter"
    assert manager["port"] == str(site["port"])
    assert manager["username"] == site["username"]
    (state,) = manager["meta_data"]
    assert set(state) == {"id", "name", "value"}
    assert (state["name"], state["value"]) == ("state", "registered")


def test_an_inventory(manager):
    datacenters = dict(manager["inventory"]["resources"]["datacenter"])
    assert datacenters.pop("count") == 2
    for moid, datacenter in datacenters.items():
        assert moid.startswith("datacenter-")
        assert set(datacenter) == {"name", "clusters", "clusters_count"}
        assert datacenter["clusters_count"] == len(datacenter["clusters"])
        assert all(isinstance(name, str) for name in datacenter["clusters"].values())


def test_lists_of_managers(client, manager):
    for listed in (client.get_resource_mgr_list(), client.get_resource_mgr_list("vcenter")):
        (row,) = listed
        assert row["id"] == manager["id"]
        assert "inventory" not in row
    assert client.get_resource_mgr_list("hyperv") == []


def test_a_list_may_be_asked_for_with_a_slash(service_env, manager):
    assert (
        service_env.admin.get("/v2/resource_mgrs/").json
        == service_env.admin.get("/v2/resource_mgrs").json
    )
    assert (
        service_env.admin.get("/v2/resources/").json == service_env.admin.get("/v2/resources").json
    )


def test_the_version_may_be_left_out(service_env, manager):
    assert service_env.admin.get("/resources").json == service_env.admin.get("/v2/resources").json
    path = f"/resource_mgrs/{manager['id']}"
    assert service_env.admin.get(path).json == service_env.admin.get(f"/v2{path}").json
    assert service_env.admin.get("/resources/nowhere").json["error_message"]


def test_resources(client, manager):
    listed = client.get_resource_list("esxcluster", state="imported")
    assert len(listed) == 5
    assert client.get_resource_list(state="activated") == []
    assert client.get_resource_list("rhel") == []
    row = client.get_resource(listed[0]["id"])
    assert {key: row[key] for key in UNSET} == dict.fromkeys(UNSET, "UNSET")
    assert row["resource_mgr_id"] == manager["id"]
    assert row["state"] == "imported"
    (moid,) = row["meta_data"]
    assert moid["name"] == "cluster_moid"
    assert set(row["inventory"]) == {"datacenter", "hosts", "DRS"}
    assert set(row["inventory"]["datacenter"]) == {"moid", "name"}
    assert set(row["inventory"]["hosts"][0]) == {"moid", "name", "connection_state", "vms"}
    assert row["inventory"]["DRS"] is True
    assert "meta_data" not in row["resource_manager_info"]
    assert row["resource_manager_info"]["id"] == manager["id"]


def test_supported_types(client):
    assert client.get_resource_list(list_supported_types=True) == ["esxcluster"]


def test_the_template(client):
    for body in (None, {}):
        template = client.get_resource_template("esxcluster", body)
        assert set(template) == {"network_properties", "input_model", "run_playbook"}
        assert {"switches", "portGroups", "vm_config"} <= set(template["network_properties"])


def test_deleting_a_manager(client, manager):
    answer, body = client.delete_resource_mgr(manager["id"])
    assert (answer.status_code, body) == (200, None)


@pytest.mark.parametrize(
    ("call", "code", "text"),
    [
        (lambda c: c.get_resource_mgr("x"), 404, "There is no vCenter x."),
        (lambda c: c.get_resource("x"), 404, "There is no cluster x."),
        (lambda c: c.delete_resource_mgr("x"), 404, "There is no vCenter x."),
        (lambda c: c.update_resource("x", {"name": "y"}), 404, "There is no cluster x."),
        (lambda c: c.activate_resource("x", {}), 404, "There is no cluster x."),
        (lambda c: c.deactivate_resource("x", {"forced": True}), 404, "There is no cluster x."),
        (lambda c: c.deactivate_resource("x"), 404, "There is no cluster x."),
        (lambda c: c.get_resource_list(state="sleeping"), 400, "state: Must be one of: imported, "),
        (lambda c: c.get_resource_template("rhel"), 400, "Type rhel is either invalid or not"),
        (lambda c: c.get_resource_template("hyperv", {}), 400, "Only ESX clusters are offered"),
        (
            lambda c: c.add_resource({"type": "baremetal", "name": "n"}),
            400,
            "Type baremetal is either invalid or not supported",
        ),
        (lambda c: c.add_resource({}), 400, "Mandatory keys are ['type']"),
        (
            lambda c: c.add_resource_mgr({"type": "vcenter"}),
            400,
            "Mandatory keys are ['type', 'ip_address', 'username', 'password']",
        ),
    ],
)
def test_what_is_refused(client, call, code, text):
    with pytest.raises(HTTPError) as raised:
        call(client)
    assert raised.value.code == code
    assert text in raised.value.details


def test_a_cluster_cannot_be_deleted_or_updated(client, manager):
    cluster = client.get_resource_list()[0]["id"]
    with pytest.raises(HTTPError, match="Delete operation not supported for type esxcluster"):
        client.delete_resource(cluster)
    with pytest.raises(HTTPError, match="Update option is not applicable for resource type"):
        client.update_resource(cluster, {"name": "other"})
    with pytest.raises(HTTPError, match="Invalid action passed"):
        client.update_resource(cluster, {"action": "paint_host"})
    with pytest.raises(HTTPError, match=r"Invalid state 'imported' observed. expected : \['act"):
        client.update_resource(cluster, {"action": "add_host", "run_playbook": True})
    with pytest.raises(HTTPError, match="expected : \\['activated', 'provisioned'\\]"):
        client.deactivate_resource(cluster)
    with pytest.raises(HTTPError, match="config json parameter not found for ESX cluster"):
        client.activate_resource(cluster, {})


def test_an_unknown_parameter_of_a_list(service_env):
    for path in ("/v2/resources", "/v2/resource_mgrs"):
        answer = service_env.admin.get(f"{path}?colour=red")
        assert answer.status_code == 400
        assert answer.json["error_message"] == "Invalid parameter 'colour' passed for querying"


def test_malformed_json(service_env):
    answer = service_env.admin.post(
        "/v2/resource_mgrs/",
        data="{",
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )
    assert answer.status_code == 400
    assert json.loads(answer.json["error_message"])["title"] == "Bad Request"


@pytest.mark.parametrize("path", ["/", "/v2", "/v2/"])
def test_versions_need_no_token(service_env, path):
    answer = service_env.app.test_client().get(path)
    assert answer.status_code == 200
    body = answer.json
    version = body["versions"][0] if path == "/" else body
    assert version["id"] == "v2"
    assert version["links"][0]["href"].endswith("/v2")


def test_the_version_document(service_env):
    body = service_env.app.test_client().get("/").json
    assert (body["name"], body["description"]) == ("eon API", "The cloud on boarder")
    assert body["default_version"] == body["versions"][0]
    below = service_env.app.test_client().get("/v2").json
    assert below["media_types"] == [
        {"base": "application/json", "type": "application/vnd.eon.v2+json"}
    ]
    assert {"resource_mgrs", "resources"} <= set(below)


def test_wrong_verbs(service_env):
    assert service_env.admin.post("/v2/resources/x").status_code == 405
    assert service_env.admin.get("/v2/resources/x/activate/").status_code in (404, 405)


class TestProblemDetails:
    """Clients that accept problem details get them, with the true status."""

    HEADERS = {"Accept": "application/problem+json, application/json"}

    def problem(self, answer, status):
        assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
        assert answer.json["status"] == status
        assert "error_message" not in answer.json
        return answer.json

    def test_an_unknown_vcenter(self, service_env):
        answer = service_env.admin.get("/v2/resource_mgrs/nowhere", headers=self.HEADERS)
        problem = self.problem(answer, 404)
        assert (problem["code"], problem["params"]) == ("vcenter-not-found", {"vcenter": "nowhere"})

    def test_invalid_fields(self, service_env):
        answer = service_env.admin.post("/v2/resource_mgrs", json={}, headers=self.HEADERS)
        problem = self.problem(answer, 422)
        fields = ["type", "ip_address", "username", "password"]
        assert list(problem["errors"]) == list(problem["error_facts"]) == fields
        assert problem["error_facts"]["type"] == [{"code": "field-required", "params": {}}]
        assert problem["errors"]["type"] == ["This field is required."]

    def test_what_conflicts_with_the_state(self, service_env, client, manager):
        cluster = client.get_resource_list()[0]["id"]
        path = f"/v2/resources/{cluster}/deactivate"
        problem = self.problem(service_env.admin.delete(path, headers=self.HEADERS), 409)
        assert problem["code"] == "invalid-state"
        assert problem["params"] == {"state": "imported", "expected": ["activated", "provisioned"]}
        assert "Failed to deactivate" not in problem["detail"]

    def test_the_same_for_hpes_client(self, service_env, client, manager):
        cluster = client.get_resource_list()[0]["id"]
        answer = service_env.admin.delete(f"/v2/resources/{cluster}/deactivate")
        assert (answer.status_code, answer.content_type) == (400, "application/json")
        assert answer.json["error_message"].startswith("Invalid state 'imported' observed.")
