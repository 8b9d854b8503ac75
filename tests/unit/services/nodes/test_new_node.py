"""A server that is to be enrolled."""

import json

import pytest

from helion_services.nodes.new_node import NewNode, controller, is_secret

NODE = NewNode(
    "box",
    "compute",
    "ipmi",
    {"ipmi_address": "10.20.1.10", "ipmi_password": "hunter2", "ipmi_hex_kg_key": "hunter3"},
    ({"address": "94:18:82:01:0a:a0", "pxe_enabled": True},),
    {"cpus": 8},
    "compute",
    row=4,
)


def test_json_and_back():
    assert NewNode.from_json(json.loads(json.dumps(NODE.to_json()))) == NODE


def test_a_name_by_the_first_port():
    data = NODE.to_json()
    del data["name"]
    assert NewNode.from_json(data).name == "compute-010aa0"


def test_nobody_reads_the_secrets():
    assert NODE.secrets == {"ipmi_password": "hunter2", "ipmi_hex_kg_key": "hunter3"}
    assert "hunter" not in repr(NODE)
    assert "hunter" not in json.dumps(NODE.masked())
    assert NODE.masked()["driver_info"] == {
        "ipmi_address": "10.20.1.10",
        "ipmi_password": "******",
        "ipmi_hex_kg_key": "******",
    }
    assert NODE.masked()["row"] == 4


@pytest.mark.parametrize(
    "name", ["bmc_password", "snmp_auth_key", "ipmi_hex_kg_key", "snmp_community", "API_Token"]
)
def test_secret(name):
    assert is_secret(name)


@pytest.mark.parametrize("name", ["bmc_address", "bmc_username", "ipmi_port", "deploy_kernel"])
def test_not_secret(name):
    assert not is_secret(name)


@pytest.mark.parametrize(
    "address",
    [
        "https://10.20.1.10",
        "HTTPS://10.20.1.10/",
        "https://10.20.1.10:443",
        "https://10.20.1.10/redfish/v1/",
        "10.20.1.10:443",
    ],
)
def test_a_controller_is_the_same_however_it_is_written(address):
    key, unique = controller({"redfish_address": address})
    assert (key, unique) == ("redfish_address", ("10.20.1.10",))


@pytest.mark.parametrize(
    ("address", "endpoint"),
    [
        ("fd00::1:443", "fd00::1:443"),
        ("https://[fd00::1]:443", "fd00::1"),
        ("https://[fd00::1]", "fd00::1"),
        ("https://10.20.1.10:8000", "10.20.1.10:8000"),
    ],
)
def test_ports_and_ipv6_addresses_of_controllers(address, endpoint):
    assert controller({"redfish_address": address})[1] == (endpoint,)
