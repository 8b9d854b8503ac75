"""HP's ``power_management`` and Ironic's drivers."""

import pytest

from helion_services.nodes import importer

MAC, OTHER = "94:18:82:01:0a:a0", "94:18:82:01:0b:a0"


def row(mac=MAC, address="10.20.1.10", end=",IPMI"):
    return f"{mac},admin,secret,{address},8,32768,558,OvercloudCompute{end}"


def errors(text, **kwargs):
    return [(error.row, error.field) for error in importer.parse(text, **kwargs).errors]


@pytest.mark.parametrize(
    "power",
    ["HP_Moonshot", "HP_Moonshot:0x84", "HP_Moonshot:0x84:0x72:1", "HP_Moonshot:a:b", "IPMI:1"],
)
def test_power_management_with_wrong_arguments(power):
    assert errors(row(end=f",{power}")) == [(1, "power_management")]


def test_moonshot_cartridges_share_an_address():
    text = "\n".join(
        [
            row(MAC, end=",HP_Moonshot:0x84:0x72"),
            row(OTHER, end=",hp_moonshot:0x86:0x72"),
        ]
    )
    result = importer.parse(text)
    assert not result.errors
    assert result.nodes[0].driver_info == {
        "ipmi_address": "10.20.1.10",
        "ipmi_username": "admin",
        "ipmi_password": "secret",
        "ipmi_bridging": "dual",
        "ipmi_transit_channel": "0",
        "ipmi_transit_address": "0x84",
        "ipmi_target_channel": "7",
        "ipmi_target_address": "0x72",
    }
    again = text.replace("0x86", "0x84")
    assert errors(again) == [(2, "ip_address")]


@pytest.mark.parametrize(
    ("power", "driver", "address"),
    [
        ("VM", "ipmi", {"ipmi_address": "10.20.1.10"}),
        ("HP_iLO4", "ipmi", {"ipmi_address": "10.20.1.10"}),
        ("Redfish", "redfish", {"redfish_address": "https://10.20.1.10"}),
    ],
)
def test_power_management(power, driver, address):
    (node,) = importer.parse(row(end=f",{power}")).nodes
    assert node.driver == driver
    assert address.items() <= node.driver_info.items()
    assert node.properties.get("capabilities") == ("boot_mode:uefi" if "iLO" in power else None)


def test_the_caller_s_own_mapping():
    mapping = importer.all_to("simulated", "bmc_")
    text = "\n".join([row(MAC), row(OTHER, "10.20.1.11", end=",HP_Moonshot:0x84:0x72")])
    result = importer.parse(text, mapping=mapping)
    assert not result.errors
    assert [node.driver for node in result.nodes] == ["simulated", "simulated"]
    assert result.nodes[0].driver_info == {
        "bmc_address": "10.20.1.10",
        "bmc_username": "admin",
        "bmc_password": "secret",
    }
    only = {"redfish": importer.POWER_MANAGEMENT["redfish"]}
    assert errors(row(), mapping=only) == [(1, "power_management")]
