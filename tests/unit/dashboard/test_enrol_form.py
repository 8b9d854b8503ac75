"""Enrolling: every error at its field, and nothing half-made left in Ironic."""

from unittest import mock

import pytest

from helion_dashboard.admin.nodes import forms
from helion_dashboard.api import errors
from helion_dashboard.api.ironic import client as ironic_client
from helion_dashboard.api.ironic import records as ironic_records

PROPERTIES = {"bmc_address": "Address. Required.", "bmc_password": "Password. Optional."}
GOOD = {
    "name": "rack1-u10",
    "driver": "ipmi",
    "driver_info.bmc_address": "10.0.0.1",
    "cpus": "8",
    "ports-TOTAL_FORMS": "2",
    "ports-INITIAL_FORMS": "0",
    "ports-0-address": "94-18-82-AA-00-01",
    "ports-0-pxe_enabled": "on",
}


@pytest.fixture
def ironic(monkeypatch):
    calls = mock.Mock()
    for name in ("find_node", "find_port", "create_node", "create_port", "delete_node"):
        double = mock.create_autospec(getattr(ironic_client, name), return_value=None)
        monkeypatch.setattr(ironic_client, name, double)
        calls.attach_mock(double, name)
    calls.create_node.return_value = "u1"
    return calls


def bound(**changes):
    data = {**GOOD, **{key.replace("__", "."): value for key, value in changes.items()}}
    form = forms.EnrolForm(data, drivers=["ipmi", "redfish"], properties=PROPERTIES)
    ports = forms.PortFormSet(data, prefix="ports")
    valid = form.is_valid() & ports.is_valid()
    return form, ports, valid


def test_a_node_and_its_ports_are_made(request_, ironic):
    form, ports, valid = bound()
    assert valid
    assert forms.enrol(request_, form, ports) == "u1"
    ironic.create_node.assert_called_once_with(
        request_,
        name="rack1-u10",
        driver="ipmi",
        properties={"cpus": 8},
        driver_info={"bmc_address": "10.0.0.1"},
    )
    ironic.create_port.assert_called_once_with(
        request_, node_uuid="u1", address="94:18:82:aa:00:01", pxe_enabled=True
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "two words"),
        ("name", "-dash"),
        ("name", "c0ffee00-0000-0000-0000-000000000000"),
        ("driver", "ilo9"),
        ("driver_info__bmc_address", ""),
        ("cpus", "-1"),
        ("cpus", "many"),
        ("cpu_arch", "z80"),
    ],
)
def test_bad_input_is_said_at_its_field(field, value):
    form, _ports, valid = bound(**{field: value})
    assert not valid
    assert list(form.errors) == [field.replace("__", ".")]


@pytest.mark.parametrize("mac", ["94:18:82", "gg:18:82:aa:00:01", "94:18:82:aa:00:01:02", "x"])
def test_a_wrong_mac_is_said_at_its_field(mac):
    _form, ports, valid = bound(**{"ports-0-address": mac})
    assert not valid
    assert list(ports.forms[0].errors) == ["address"]


def test_a_mac_that_stands_there_twice(request_):
    _form, ports, valid = bound(**{"ports-1-address": "94:18:82:aa:00:01"})
    assert not ports.forms[0].errors
    assert list(ports.forms[1].errors) == ["address"]


def test_a_network_without_a_mac():
    _form, ports, _valid = bound(**{"ports-1-physical_network": "leaf1"})
    assert list(ports.forms[1].errors) == ["address"]


def test_what_is_taken_is_said_all_at_once(request_, ironic):
    ironic.find_node.return_value = mock.sentinel.node
    ironic.find_port.return_value = ironic_records.Port("p", "n1", "94:18:82:aa:00:01")
    form, ports, _valid = bound()
    forms.check_free(request_, form, ports)
    assert list(form.errors) == ["name"]
    assert "n1" in str(ports.forms[0].errors["address"])


def test_a_name_taken_in_between_is_said_at_the_name(request_, ironic):
    ironic.create_node.side_effect = errors.Conflict("baremetal", "exists already", 409)
    form, ports, _valid = bound()
    assert forms.enrol(request_, form, ports) is None
    assert form.errors == {"name": ["exists already"]}


def test_a_port_that_fails_takes_the_node_back(request_, ironic):
    ironic.create_port.side_effect = errors.Conflict("baremetal", "MAC is in use", 409)
    form, ports, _valid = bound()
    assert forms.enrol(request_, form, ports) is None
    ironic.delete_node.assert_called_once_with(request_, "u1")
    assert ports.forms[0].errors == {"address": ["MAC is in use"]}


def test_a_node_that_cannot_be_taken_back_is_named(request_, ironic):
    ironic.create_port.side_effect = errors.Conflict("baremetal", "MAC is in use", 409)
    ironic.delete_node.side_effect = errors.Unreachable("baremetal", "gone")
    form, ports, _valid = bound()
    with pytest.raises(errors.ServiceError, match="rack1-u10"):
        forms.enrol(request_, form, ports)


def test_a_password_is_not_sent_back():
    form, _ports, _valid = bound(driver_info__bmc_password="hunter2", name="")
    assert "hunter2" not in "".join(str(field) for field in form)
