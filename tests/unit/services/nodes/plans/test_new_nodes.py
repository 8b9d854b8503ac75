"""Nodes in a request are held to the rules for nodes in a file."""

import dataclasses

import pytest

from helion_services.nodes import importer, imports, ironic, roles, undercloud

NODE = {
    "name": "rack9-u09",
    "role": "compute",
    "driver": "redfish",
    "driver_info": {"redfish_address": "https://10.0.0.9", "redfish_password": "very-secret"},
    "ports": [{"address": "9418.820a.0009"}],
}
BODIES = {
    "nodes": ("/nodes/v1/enrolments", {}),
    "new_nodes": ("/nodes/v1/plans", {"action": "scale_out", "role": "compute", "count": 3}),
}


@pytest.fixture(params=BODIES)
def send(request, admin):
    """Send a node with changes: ``(status, {field: codes})`` without the beginning of the field."""
    url, body = BODIES[request.param]

    def call(**changes):
        answer = admin.post(url, json=body | {request.param: [NODE | changes]})
        facts = answer.json.get("error_facts", {})
        prefix = f"{request.param}.0."
        return answer.status_code, {
            field.removeprefix(prefix): [fact and fact["code"] for fact in listed]
            for field, listed in facts.items()
        }

    return call


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"driver_info": {"x": {"password": "s"}}}, "driver_info.x", "value-not-scalar"),
        (
            {"driver_info": {"redfish_address": "https://root:pw@bmc"}},
            "driver_info.redfish_address",
            "value-url-with-user",
        ),
        ({"ports": [{"address": "94:18"}]}, "ports[0].address", "value-not-mac"),
        ({"driver": "ipmi", "ports": []}, "ports", "value-not-ports"),
        ({"attributes": {"driver_info": {}}}, "attributes", "value-attribute-unknown"),
        ({"attributes": {"traits": ["gpu"]}}, "traits", "value-not-traits"),
        ({"properties": {"local_gb": "big"}}, "properties.local_gb", "value-not-size"),
    ],
)
def test_what_a_file_may_not_have_a_request_may_not_either(send, changes, field, code):
    assert send(**changes) == (422, {field: [code]})


def test_the_number_of_ports_has_an_end(send):
    ports = [{"address": f"94:18:82:0a:01:{n:02x}"} for n in range(101)]
    status, fields = send(ports=ports)
    assert status == 422
    assert list(fields) == ["ports"]


def test_a_driver_that_ironic_lacks(send, monkeypatch):
    monkeypatch.setattr(imports.ironic, "drivers", lambda api: {"ipmi"})
    monkeypatch.setattr(undercloud, "baremetal", lambda clouds: None)
    assert send() == (422, {"driver": ["value-driver-unknown"]})


def test_a_node_is_kept_in_its_normal_form(admin, plan):
    new = NODE | {"attributes": {"boot_interface": "ipxe", "traits": ["CUSTOM_GPU"]}}
    draft = plan("scale_out", role="compute", count=3, new_nodes=[new])
    (node,) = admin.get(f"/nodes/v1/plans/{draft['id']}").json["request"]["new_nodes"]
    assert node["ports"] == [{"address": "94:18:82:0a:00:09", "pxe_enabled": True}]
    assert node["attributes"] == new["attributes"]


def test_two_nodes_of_a_request_are_compared_with_those_of_ironic():
    result = importer.check([NODE, NODE], drivers=None)
    assert not result.errors
    assert len(result.nodes) == 2


class Api:
    """An adapter that has no node and notes what is created."""

    def __init__(self):
        self.calls = []

    def get(self, url, **_):
        if "/ports" not in url:
            raise ironic.keystoneauth.NotFound
        return self

    def json(self):
        return {"ports": []}

    def post(self, url, json, log=True):
        assert not log  # it has the login of the BMC
        self.calls.append(("post", url, json))

    def put(self, url, json):
        self.calls.append(("put", url, json))


def test_ironic_gets_the_attributes_and_the_traits():
    new = NODE | {
        "uuid": "u1",
        "properties": {},
        "ports": [],
        "attributes": {"network_interface": "flat", "traits": ["CUSTOM_GPU"]},
    }
    api = Api()
    ironic.create(api, new, "neutron")
    body = {key: new[key] for key in ("uuid", "name", "driver", "driver_info", "properties")}
    assert api.calls == [
        ("post", "/v1/nodes", body | {"network_interface": "flat"}),
        ("put", "/v1/nodes/u1/traits", {"traits": ["CUSTOM_GPU"]}),
    ]


def test_a_file_with_less_hardware_than_its_role_needs(admin):
    text = "94:18:82:0a:00:01,admin,s3cret,10.20.9.71,16,1 GB,10,OvercloudCompute,IPMI\n"
    answer = admin.post("/nodes/v1/imports", json={"text": text}).json
    assert answer["token"]
    assert [(notice["row"], notice["code"]) for notice in answer["notices"]] == [
        (1, "memory-too-small"),
        (1, "disk-too-small"),
    ]


def test_a_file_has_the_roles_of_the_mapping_file(admin, monkeypatch):
    ceph = dataclasses.replace(roles.load().roles[0], name="ceph")
    rolemap = dataclasses.replace(roles.load(), roles=(ceph,))
    monkeypatch.setattr(imports.roles, "load", lambda path: rolemap)
    text = "94:18:82:0a:00:01,admin,s3cret,10.20.9.71,16,65536,600,CEPH,IPMI\n"
    (node,) = admin.post("/nodes/v1/imports", json={"text": text}).json["nodes"]
    assert (node["role"], node["resource_class"]) == ("ceph", "ceph")
