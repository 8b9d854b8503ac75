"""JSON and YAML: lists of nodes, instackenv.json, and files for ``openstack baremetal create``."""

import json

import pytest
import yaml

from helion_services.nodes import importer

INSTACKENV = {
    "nodes": [
        {
            "mac": ["94:18:82:01:0A:A0", "94:18:82:01:0A:A1"],
            "pm_type": "pxe_ipmitool",
            "pm_addr": "10.20.1.10",
            "pm_user": "admin",
            "pm_password": "0755",
            "cpu": "8",
            "memory": "32768",
            "disk": 558,
            "arch": "x86_64",
            "name": "rack1-u10",
            "capabilities": "profile:control,boot_option:local",
            "_comment": "first rack",
        },
        {
            "ports": [{"address": "94:18:82:01:0b:a0"}],
            "pm_type": "redfish",
            "pm_addr": "10.20.1.11",
            "pm_user": "admin",
            "pm_password": "secret",
            "pm_system_id": "/redfish/v1/Systems/1",
            "role": "compute",
        },
    ]
}

CREATE = {
    "nodes": [
        {
            "name": "rack1-u12",
            "driver": "ipmi",
            "driver_info": {
                "ipmi_address": "10.20.1.12",
                "ipmi_port": 6230,
                "ipmi_username": "admin",
                "ipmi_password": "secret",
            },
            "properties": {"cpus": 8, "memory_mb": "32768", "local_gb": 558, "cpu_arch": "x86_64"},
            "resource_class": "compute",
            "ports": [
                {"address": "94:18:82:01:0c:a1", "pxe_enabled": False},
                {
                    "address": "94:18:82:01:0C:A0",
                    "physical_network": "provisioning",
                    "local_link_connection": {"switch_id": "00:11:22:33:44:55", "port_id": "1"},
                },
            ],
        }
    ]
}


def write(data, kind):
    return json.dumps(data) if kind == "json" else yaml.safe_dump(data)


def errors(data, kind="json"):
    rows = importer.parse(data if isinstance(data, str) else write(data, kind)).errors
    return [(error.row, error.field) for error in rows]


@pytest.mark.parametrize("kind", ["json", "yaml"])
@pytest.mark.parametrize("errors", [True, False])
def test_instackenv(kind, errors):
    result = importer.parse(write(INSTACKENV, kind), kind if errors else "auto")
    assert not result.errors
    assert not result.notices
    first, second = result.nodes
    assert first.name == "rack1-u10"
    assert first.role == "control"
    assert first.driver_info["ipmi_password"] == "0755"
    assert first.ports == (
        {"address": "94:18:82:01:0a:a0", "pxe_enabled": True},
        {"address": "94:18:82:01:0a:a1", "pxe_enabled": False},
    )
    assert first.properties == {
        "cpus": 8,
        "memory_mb": 32768,
        "local_gb": 558,
        "cpu_arch": "x86_64",
        "capabilities": "profile:control,boot_option:local",
    }
    assert second.name == "compute-010ba0"
    assert second.driver_info == {
        "redfish_address": "https://10.20.1.11",
        "redfish_username": "admin",
        "redfish_password": "secret",
        "redfish_system_id": "/redfish/v1/Systems/1",
    }
    assert [node.row for node in result.nodes] == [1, 2]


@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_file_for_baremetal_create(kind):
    result = importer.parse(write(CREATE, kind))
    assert not result.errors
    (node,) = result.nodes
    expected = CREATE["nodes"][0]
    assert node.driver_info == expected["driver_info"]
    assert node.properties == expected["properties"] | {"memory_mb": 32768}
    assert node.role == node.resource_class == "compute"
    assert node.ports == (
        {
            "address": "94:18:82:01:0c:a0",
            "pxe_enabled": True,
            "physical_network": "provisioning",
            "local_link_connection": {"switch_id": "00:11:22:33:44:55", "port_id": "1"},
        },
        {"address": "94:18:82:01:0c:a1", "pxe_enabled": False},
    )


def test_kinds_may_be_mixed_and_clash_across():
    both = INSTACKENV["nodes"] + CREATE["nodes"]
    assert errors(both) == []
    clash = json.loads(json.dumps(both))
    clash[2]["name"] = clash[0]["name"]
    clash[2]["ports"][0]["address"] = clash[0]["mac"][1]
    rows = importer.parse(json.dumps(clash)).errors
    assert [(error.row, error.field) for error in rows] == [(3, "ports"), (3, "name")]
    assert "Rows 1 and 3" in rows[0].message.detail


def test_hp_s_columns_in_a_list():
    item = {
        "mac_address": "94:18:82:01:0a:a0",
        "user": "admin",
        "password": 1234,
        "ip_address": "ilo-1.example.com",
        "role": "OvercloudVSAStorage",
    }
    (node,) = importer.parse(json.dumps([item])).nodes
    assert node.role == "block-storage"
    assert node.driver_info["ipmi_password"] == "1234"
    assert node.driver_info["ipmi_address"] == "ilo-1.example.com"


def test_numbers_may_be_left_to_the_inspection_but_not_be_wrong():
    item = {"mac": "94:18:82:01:0a:a0", "user": "a", "password": "b", "ip": "10.0.0.1"}
    assert errors([item]) == []
    assert errors([item | {"cpu": 1.5, "memory": True, "disk": "all"}]) == [
        (1, "cpu"),
        (1, "memory"),
        (1, "disk"),
    ]


def test_missing_fields():
    assert sorted(errors([{"name": "x"}])) == [
        (1, "ip_address"),
        (1, "mac_address"),
        (1, "password"),
        (1, "user"),
    ]
    assert errors([{"driver_info": {}}]) == [(1, "driver"), (1, "ports")]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"driver": "no driver"}, ["driver"]),
        ({"name": "not a name"}, ["name"]),
        ({"name": "4b4f7bc4-2cf0-4b8b-a36b-2a1bd2b0b5a1"}, ["name"]),
        ({"driver_info": "ipmi"}, ["driver_info"]),
        ({"driver_info": {"a": {"b": 1}}}, ["driver_info.a"]),
        (
            {"driver_info": {"redfish_address": "https://me:pw@host"}},
            ["driver_info.redfish_address"],
        ),
        ({"driver_info": {str(n): n for n in range(101)}}, ["driver_info"]),
        (
            {"properties": {"cpus": 0, "memory_mb": "x"}},
            ["properties.cpus", "properties.memory_mb"],
        ),
        ({"properties": []}, ["properties"]),
        ({"ports": {}}, ["ports"]),
        ({"ports": [{}]}, ["ports[0].address"]),
        ({"ports": ["94:18:82:01:0a:a0"]}, ["ports[0]"]),
        (
            {"ports": [{"address": "94:18:82:01:0a:a0", "pxe_enabled": "no"}]},
            ["ports[0].pxe_enabled"],
        ),
        ({"role": "nonsense"}, ["role"]),
    ],
)
def test_wrong_fields_of_a_file_for_create(change, fields):
    assert errors([CREATE["nodes"][0] | change]) == [(1, field) for field in fields]


def test_roles_of_a_file_for_create():
    node = CREATE["nodes"][0]

    def role(change):
        (roles,) = importer.parse(json.dumps([node | change])).nodes
        return roles.role, roles.resource_class

    assert role({"role": "OvercloudControl"}) == ("control", "compute")
    assert role({"properties": {"capabilities": "profile:swift-storage"}}) == (
        "object-storage",
        "compute",
    )
    assert role({"resource_class": "baremetal"}) == ("control", "baremetal")
    assert role({"resource_class": None}) == ("control", "control")


def test_unknown_fields_are_reported_once():
    text = json.dumps({"chassis": [], "nodes": [CREATE["nodes"][0] | {"rack": 1, "extra": {}}]})
    (notice,) = importer.parse(text).notices
    assert notice.row is None
    assert "'chassis'" in notice.message.detail
    assert "'rack'" in notice.message.detail


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[1,",
        "nodes: [",
        "- a: b\n c: d",
        "{}",
        '{"nodes": {}}',
        "[" * 100_000,
        '{"a": 1' + "0" * 5000 + "}",
    ],
)
def test_texts_that_are_no_list_of_nodes(text):
    assert errors(text) == [(None, None)]


def test_items_that_are_no_nodes():
    assert errors([1, "x", None]) == [(1, None), (2, None), (3, None)]


def test_yaml_takes_what_looks_like_text_for_text():
    text = """
    - mac: 78:57:10:22:50:58
      user: yes
      password: 0755
      ip: 10.0.0.1
      role: compute
    """
    (node,) = importer.parse(text, "yaml").nodes
    assert node.ports[0]["address"] == "78:57:10:22:50:58"
    assert node.driver_info["ipmi_username"] == "yes"
    assert node.driver_info["ipmi_password"] == "0755"


@pytest.mark.parametrize(
    "text",
    [
        "- &a x\n- *a",
        "a: &a [x,x]\nb: &b [*a,*a]\nnodes: [*b,*b]",
        "nodes:\n- !!python/object/apply:os.system [ls]",
        "nodes: !!timestamp x",
        "nodes: !!int x",
        "nodes: " + "[" * 50 + "]" * 50,
        "nodes: []\n---\nnodes: []",
        "nodes: [\x00]",
        "? [a]\n: b",
    ],
)
def test_yaml_that_is_refused(text):
    (error,) = importer.parse(text, "yaml").errors
    assert error.row is None


def test_limit_of_nodes():
    assert errors([{}] * 1001) == [(None, None)]


@pytest.mark.parametrize("text", ["- a: 1\n" * 140_000, f"nodes: [{'a,' * 490_000}]"])
def test_yaml_of_too_many_values_is_not_read_to_its_end(text):
    (error,) = importer.parse(text, "yaml").errors
    assert error.message.code == "file-too-many-values"
