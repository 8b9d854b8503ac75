"""Files as others publish them, with invented names and addresses."""

import json
import pathlib

import pytest

from helion_services.nodes import importer

FILES = pathlib.Path(__file__).parent / "files"


def read(name, **options):
    return importer.parse((FILES / name).read_text(encoding="utf-8"), **options)


def change(name, number, /, **fields):
    """The text of a JSON file with other fields in one of its nodes; None removes a field."""
    data = json.loads((FILES / name).read_text(encoding="utf-8"))
    node = data["nodes"][number]
    node.update(fields)
    data["nodes"][number] = {key: value for key, value in node.items() if value is not None}
    return json.dumps(data)


def errors(result):
    return [(error.row, error.field, error.message.code) for error in result.errors]


def notices(result, row=None):
    """The codes of all notices but that about roles by order."""
    codes = [notice.message.code for notice in result.notices if row in (None, notice.row)]
    return [code for code in codes if code != "row-role-filled"]


def test_ports_of_tripleo_are_kept_whole():
    result = read("ports-with-switch.json")
    first, second = result.nodes
    assert not result.errors
    assert notices(result) == []
    assert first.ports == (
        {"address": "52:54:00:20:00:02", "pxe_enabled": True, "physical_network": "leaf1"},
        {
            "address": "52:54:00:20:00:01",
            "pxe_enabled": False,
            "physical_network": "leaf1",
            "local_link_connection": {"switch_id": "52:54:00:aa:00:01", "port_id": "Ethernet1/1"},
        },
    )
    assert [port["address"] for port in second.ports] == ["52:54:00:20:00:03", "52:54:00:20:00:04"]


def test_a_mac_that_is_in_ports_too_is_one_port():
    text = change("ports-with-switch.json", 1, mac=["52-54-00-20-00-04"])
    assert importer.parse(text).nodes[1].ports == (
        {"address": "52:54:00:20:00:04", "pxe_enabled": True},
    )


def test_what_ports_cannot_have_is_named_or_refused():
    ports = [{"address": "52:54:00:20:00:04", "vlan": 3}, {"pxe_enabled": "no"}, 7]
    result = importer.parse(change("ports-with-switch.json", 1, ports=ports))
    assert errors(result) == [
        (2, "ports[1].address", "value-not-mac"),
        (2, "ports[1].pxe_enabled", "value-not-boolean"),
        (2, "ports[2]", "value-not-port"),
    ]
    assert result.notices[0].message.params["fields"] == ["'ports.vlan'"]


def test_the_port_of_redfish():
    (node,) = read("redfish-port.json").nodes
    assert node.driver_info["redfish_address"] == "https://192.0.2.10:8000"
    assert node.driver_info["redfish_system_id"] == "/redfish/v1/Systems/1"
    wrong = importer.parse(change("redfish-port.json", 0, pm_port="many"))
    assert errors(wrong) == [(1, "pm_port", "value-not-port-number")]


def test_a_port_tells_two_nodes_apart():
    data = json.loads((FILES / "redfish-port.json").read_text(encoding="utf-8"))
    (node,) = data["nodes"]
    node.pop("pm_system_id")
    other = node | {"name": "rack1-u02", "pm_port": 8001, "mac": ["52:54:00:10:00:09"]}
    assert not importer.parse(json.dumps([node, other])).errors
    same = other | {"pm_port": None, "pm_addr": "https://192.0.2.10:8000/redfish/v1"}
    assert errors(importer.parse(json.dumps([node, same]))) == [
        (2, "pm_addr", "rows-same-controller")
    ]


def test_forms_of_a_redfish_address():
    result = read("redfish-address-forms.json")
    assert not result.errors
    assert [node.driver_info["redfish_address"] for node in result.nodes] == [
        "https://192.0.2.11:8000",
        "https://192.0.2.12",
        "https://[2001:db8::12]:443",
    ]


def test_the_system_in_an_address_must_be_that_of_the_field():
    address = "https://192.0.2.12/redfish/v1/Systems/7"
    text = change("redfish-address-forms.json", 1, pm_addr=address)
    assert importer.parse(text).nodes[1].driver_info["redfish_system_id"] == (
        "/redfish/v1/Systems/7"
    )
    text = change("redfish-address-forms.json", 0, pm_addr=address)
    assert errors(importer.parse(text)) == [(1, "pm_system_id", "value-two-systems")]


def test_a_single_driver_takes_redfish_addresses_too():
    mapping = importer.all_to("simulated", "bmc_")
    result = read("redfish-port.json", mapping=mapping)
    assert result.nodes[0].driver_info == {
        "bmc_address": "192.0.2.10",
        "bmc_username": "admin",
        "bmc_password": "example",
    }
    assert result.notices[0].message.params["fields"] == ["'pm_port'", "'pm_system_id'"]


def test_a_profile_that_is_no_role_is_an_error_and_no_guess():
    result = read("other-profiles.json")
    assert errors(result) == [
        (1, "capabilities", "value-profile-unknown"),
        (2, "capabilities", "value-profile-unknown"),
    ]
    (node,) = result.nodes
    assert (node.role, node.properties["capabilities"]) == (
        "control",
        "profile:control,boot_mode:uefi",
    )


def test_a_role_of_its_own_counts_more_than_a_profile():
    text = change("other-profiles.json", 0, role="block-storage")
    assert importer.parse(text).nodes[0].role == "block-storage"
    roles = importer.ROLES | {"ceph-storage": "ceph-storage", "networker": "networker"}
    assert [node.role for node in read("other-profiles.json", roles=roles).nodes] == [
        "ceph-storage",
        "networker",
        "control",
    ]


def test_redfish_needs_no_mac_and_no_login():
    result = read("no-mac-no-login.json")
    assert not result.errors
    first, second = result.nodes
    assert first.ports == ()
    assert second.driver_info == {
        "redfish_address": "http://192.0.2.42:8000",
        "redfish_system_id": "/redfish/v1/Systems/3c1e",
    }


def test_without_a_mac_a_name_is_needed():
    result = importer.parse(change("no-mac-no-login.json", 0, name=None))
    assert errors(result) == [(1, "name", "value-name-missing")]


def test_ipmi_needs_both():
    text = change("no-mac-no-login.json", 1, pm_type="ipmi", pm_addr="192.0.2.42", mac=None)
    assert [(row, field) for row, field, _code in errors(importer.parse(text))] == [
        (2, "user"),
        (2, "password"),
        (2, "mac_address"),
    ]


def test_a_table_of_redfish_needs_neither_column():
    text = "name,address,power_management,role\nr1,192.0.2.1,redfish,compute\n"
    assert not importer.parse(text).errors
    result = importer.parse(text.replace("redfish", "ipmi"))
    assert [error.field for error in result.errors] == ["user", "password", "mac_address"]


def test_options_of_the_driver_and_the_node_are_passed_on():
    result = read("driver-options.json")
    (node,) = result.nodes
    assert notices(result) == []
    assert node.driver_info["redfish_verify_ca"] == "false"
    assert node.properties["root_device"] == {"serial": "S3EV0001"}
    assert node.attributes == {
        "boot_interface": "redfish-virtual-media",
        "conductor_group": "rack1",
    }
    assert importer.NewNode.from_json(json.loads(json.dumps(node.to_json()))) == node


def test_images_of_tripleo_and_what_has_no_place():
    text = change(
        "driver-options.json",
        0,
        kernel_id="k1",
        deploy_ramdisk="r1",
        traits=["CUSTOM_GPU"],
        redfish_verify_ca=False,
        ipmi_bridging="dual",
        portgroups=[],
    )
    result = importer.parse(text)
    (node,) = result.nodes
    assert {"deploy_kernel": "k1", "deploy_ramdisk": "r1", "redfish_verify_ca": False}.items() <= (
        node.driver_info.items()
    )
    assert node.attributes["traits"] == ["CUSTOM_GPU"]
    assert result.notices[-1].message.code == "row-role-filled"
    assert result.notices[0].message.params["fields"] == ["'ipmi_bridging'", "'portgroups'"]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"traits": ["gpu"]}, (1, "traits", "value-not-traits")),
        ({"boot_interface": {}}, (1, "boot_interface", "value-not-text")),
        ({"redfish_verify_ca": {}}, (1, "redfish_verify_ca", "value-not-scalar")),
        ({"root_device": {"a\n": 1}}, (1, "root_device", "value-not-printable")),
        ({"extra": "x"}, (1, "extra", "value-not-fields")),
        ({"deploy_kernel": "https://a:b@host/k"}, (1, "deploy_kernel", "value-url-with-user")),
    ],
)
def test_wrong_options(fields, error):
    assert errors(importer.parse(change("driver-options.json", 0, **fields))) == [error]


def test_an_old_driver_is_renamed():
    result = read("old-driver.yaml", drivers={"ipmi"})
    (node,) = result.nodes
    assert (node.driver, notices(result)) == ("ipmi", ["row-driver-renamed"])
    assert node.attributes == {"boot_interface": "ipxe", "network_interface": "flat"}


def test_a_driver_that_ironic_lacks_is_an_error():
    assert errors(read("old-driver.yaml", drivers={"redfish"})) == [
        (1, "driver", "value-driver-unknown")
    ]
    assert errors(read("redfish-port.json", drivers={"ipmi"})) == [
        (1, "pm_type", "value-driver-unknown")
    ]


def test_an_inventory_of_bifrost():
    result = read("bifrost.yml")
    (node,) = result.nodes
    assert notices(result) == ["file-bifrost"]
    assert node.name == "server1"
    assert node.driver_info == {
        "ipmi_address": "192.0.2.91",
        "ipmi_username": "admin",
        "ipmi_password": "example",
    }
    assert node.ports == ({"address": "0c:c4:7a:00:00:01", "pxe_enabled": True},)
    assert node.properties == {
        "cpu_arch": "x86_64",
        "memory_mb": 16000,
        "local_gb": 60,
        "cpus": 8,
    }


def test_virtual_machines_behind_one_address():
    result = read("vbmc-same-address.json")
    assert [node.driver_info["ipmi_port"] for node in result.nodes] == ["6230", "6231"]
    assert result.notices[0].message.params["fields"] == ["'power_manager'"]


def test_a_comment_and_a_comma_at_the_end_are_named():
    (error,) = read("comments.json").errors
    assert (error.message.code, error.message.params) == ("file-json-comment", {"line": 2})
    text = "\n".join(
        line for line in (FILES / "comments.json").read_text().splitlines() if "//" not in line
    )
    (error,) = importer.parse(text).errors
    assert error.message.code == "file-json-comma"
    assert importer.parse("// all racks\n[]").errors[0].message.code == "file-json-comment"


def test_excel():
    (node,) = read("excel-bom.csv").nodes
    assert node.ports[0]["address"] == "94:18:82:01:0a:d0"


def test_anchors():
    assert errors(read("anchors.yaml")) == [(None, None, "file-yaml-alias")]


@pytest.mark.parametrize(
    "text",
    ["<!DOCTYPE html>\n<html></html>", "\n<html><body>a,b", '<?xml version="1.0"?>', "<!-- a"],
)
def test_a_web_page_is_named(text):
    assert errors(importer.parse(text)) == [(None, None, "file-markup")]


def test_a_header_in_another_language_is_named():
    header = "MAC-Adresse;Benutzer;Kennwort;BMC-Adresse;Kerne;Speicher;Platte;Rolle;Art"
    row = "52:54:00:10:00:01;admin;example;192.0.2.1;8;32768;558;compute;ipmi"
    assert errors(importer.parse(f"{header}\n{row}\n")) == [(1, None, "header-unknown")]


def test_a_line_with_a_field_too_few_gets_a_notice():
    full = "52:54:00:10:00:01,admin,example,192.0.2.1,8,32768,558,compute,ipmi"
    short = "52:54:00:10:00:02,admin,example,192.0.2.2,8,32768,558,compute"
    result = importer.parse(f"{full}\n{short}\n")
    (notice,) = result.notices
    assert (notice.row, notice.message.params["fields"]) == (2, ["power_management"])
    assert not importer.parse(f"{full}\n{short},\n").notices
    assert not importer.parse(f"{short}\n").notices
    header = "mac,user,password,ip,cpus,memory,disk,role,Power\n"
    assert importer.parse(f"{header}{short}\n").notices[0].message.params["fields"] == ["Power"]


def test_sizes_with_units_and_the_terabyte_that_is_none():
    node = {"memory": "64 GB", "disk": "1 TB"}
    (read_node,) = importer.parse(change("driver-options.json", 0, **node)).nodes
    assert read_node.properties["memory_mb"] == 65536
    assert read_node.properties["local_gb"] == 931
    result = importer.parse(change("driver-options.json", 0, disk="1000"))
    assert result.nodes[0].properties["local_gb"] == 1000
    assert notices(result) == ["row-disk-round"]
    assert result.notices[-1].message.params == {"size": 1000, "terabytes": 1, "gib": 931}
    wrong = importer.parse(change("driver-options.json", 0, disk="1,5 T"))
    assert errors(wrong) == [(1, "disk", "value-not-size")]
