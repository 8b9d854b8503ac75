"""New servers whose name, MAC address or management controller is in Ironic already."""

import dataclasses
import types

import pytest

from helion_services.base.problems import Invalid
from helion_services.nodes import conflicts, undercloud
from helion_services.nodes.new_node import NewNode
from tests.unit.services.nodes.nova import Answer

RUNTIME = types.SimpleNamespace(clouds=None)
MAC = "94:18:82:0a:00:01"


class Ironic:
    """The drivers of Ironic."""

    def get(self, path, params):
        assert (path, params) == ("/v1/drivers", {"detail": "True"})
        row = {"name": "redfish", "enabled_boot_interfaces": ["ipxe", "redfish-virtual-media"]}
        return Answer({"drivers": [row, {"name": "ipmi"}]})


@pytest.fixture(autouse=True)
def ironic(monkeypatch):
    """Ironic with the node ``box``."""
    monkeypatch.setattr(undercloud, "baremetal", lambda clouds: Ironic())
    infos = {"box-uuid": {"redfish_address": "https://10.0.0.1", "redfish_password": "******"}}
    monkeypatch.setattr(conflicts.ironic, "controllers", lambda api: infos)
    owners = {MAC: "box-uuid"}
    monkeypatch.setattr(conflicts.ironic, "owner_of", lambda api, mac: owners.get(mac))


def new(name, *macs, address="https://10.0.0.9"):
    ports = tuple({"address": mac} for mac in macs)
    return NewNode(name, "compute", "redfish", {"redfish_address": address}, ports, {})


def refusal(*nodes):
    box = types.SimpleNamespace(name="box", label="box")
    with pytest.raises(Invalid) as caught:
        conflicts.refuse(RUNTIME, {"box-uuid": box}, list(nodes))
    return [(message.code, message.detail) for message in caught.value.fields["new_nodes"]]


def test_nothing_in_common():
    nodes = [new("a", "94:18:82:0a:00:02"), new("b", "94:18:82:0a:00:03", address="https://b")]
    assert conflicts.refuse(RUNTIME, {}, nodes) is None
    assert conflicts.refuse(RUNTIME, {}, []) is None


def test_all_that_ironic_has_is_reported():
    assert refusal(
        new("a", MAC.upper()),
        new("b", "94:18:82:0a:00:02", address="https://10.0.0.1"),
        new("box", "94:18:82:0a:00:03", address="https://c"),
    ) == [
        ("mac-in-use", f"a: box has the MAC address {MAC.upper()} already."),
        ("controller-in-use", "b: box has the management controller https://10.0.0.1 already."),
        ("name-in-use", "There is a node box already."),
    ]


def test_new_servers_must_differ_from_each_other():
    twice = "94:18:82:0a:00:02"
    assert refusal(new("a", twice, twice), new("b", twice, address="https://b")) == [
        ("mac-twice", f"a has the MAC address {twice} twice."),
        ("mac-in-use", f"b: a has the MAC address {twice} already."),
    ]


def test_a_driver_that_ironic_does_not_have():
    node = dataclasses.replace(new("a", "94:18:82:0a:00:02"), driver="pxe_ipmitool")
    assert refusal(node) == [
        (
            "driver-missing",
            "a: Ironic has no driver pxe_ipmitool. Its drivers are ipmi and redfish.",
        )
    ]


@pytest.mark.parametrize(("interface", "missing"), [("ipxe", False), ("pxe", True)])
def test_an_interface_that_the_driver_does_not_have(monkeypatch, interface, missing):
    node = new("a", "94:18:82:0a:00:02")
    body = node.to_json() | {"boot_interface": interface}
    monkeypatch.setattr(NewNode, "to_json", lambda self: body)
    if not missing:
        assert conflicts.refuse(RUNTIME, {}, [node]) is None
        return
    ((code, text),) = refusal(node)
    assert code == "interface-missing"
    assert "redfish has no boot interface pxe, only ipxe and redfish-virtual-media" in text
