"""Form fields from what real drivers say of their properties."""

import pytest
from django import forms
from ironic.drivers.modules import agent, ipmitool
from ironic.drivers.modules.redfish import utils as redfish

from helion_dashboard.kit import driver_fields
from helion_services.nodes.new_node import is_secret


def test_required_is_read_from_the_sentence():
    fields = driver_fields.fields({**ipmitool.REQUIRED_PROPERTIES, **ipmitool.OPTIONAL_PROPERTIES})
    required = {name.removeprefix(driver_fields.PREFIX) for name in fields if fields[name].required}
    assert required == set(ipmitool.REQUIRED_PROPERTIES)


def test_redfish_too():
    fields = driver_fields.fields({**redfish.REQUIRED_PROPERTIES, **redfish.OPTIONAL_PROPERTIES})
    required = {name.removeprefix(driver_fields.PREFIX) for name in fields if fields[name].required}
    assert required == set(redfish.REQUIRED_PROPERTIES)


def test_required_fields_come_first():
    fields = list(driver_fields.fields({"a": "Optional.", "z": "Needed. Required."}))
    assert fields == ["driver_info.z", "driver_info.a"]


@pytest.mark.parametrize(
    "name",
    ["ipmi_password", "redfish_password", "snmp_auth_key", "snmp_community", "ipmi_hex_kg_key"],
)
def test_secrets_are_never_sent_back(name):
    field = driver_fields.fields({name: ""})[driver_fields.PREFIX + name]
    assert isinstance(field.widget, forms.PasswordInput)
    assert "hunter2" not in field.widget.render("x", "hunter2")


def test_the_service_has_the_same_secrets():
    properties = {
        *ipmitool.REQUIRED_PROPERTIES,
        *ipmitool.OPTIONAL_PROPERTIES,
        *redfish.COMMON_PROPERTIES,
        *agent.COMMON_PROPERTIES,
        # Of drivers that vendors keep, and of none yet.
        *("snmp_community", "snmp_auth_key", "irmc_snmp_priv_password", "snmp_user", "snmp_port"),
        *("api_token", "some_passphrase", "client_secret", "ssh_key_contents", "x_passwd"),
    }
    assert any(map(is_secret, properties))
    assert {name for name in properties if driver_fields.is_secret(name)} == {
        name for name in properties if is_secret(name)
    }


def test_a_passwords_blanks_are_kept():
    field = driver_fields.fields({"ipmi_password": ""})["driver_info.ipmi_password"]
    assert field.clean(" a ") == " a "


def test_what_is_empty_is_left_out():
    cleaned = {"driver_info.a": "1", "driver_info.b": "", "name": "n"}
    assert driver_fields.values(cleaned) == {"a": "1"}
