"""What connects a server with a network, held against the plan."""

import pytest

from helion_dashboard.api.ironic import wiring
from helion_dashboard.kit.topology import wires

from . import world
from .world import live, nic, node, port, reserved, wired


def states(found):
    return {name: wire.state for name, wire in found.items()}


def test_all_as_planned():
    found = wired(live())
    assert states(found) == dict.fromkeys(("ipmi", "management", "service", "external"), "planned")
    assert all(wire.bound for wire in found.values())
    assert found["management"].nic == "eth0"
    assert found["management"].address == "192.168.17.9"
    assert found["management"].switch == "switch0 1/0/10"
    assert found["external"].reserved
    assert found["external"].tagged
    assert found["external"].mac == "94:18:82:00:00:00"  # the server's own, not the reservation's
    assert found["ipmi"].address == "10.20.1.10"


def test_missing_where_a_deployed_server_has_no_port():
    found = wired(live(ports=(port(), reserved("service"))))
    assert states(found)["external"] == "missing"
    assert "no port" in found["external"].problem


def test_a_reservation_of_another_server_is_not_taken():
    other = world.changed(
        (reserved("external"),), "p-external", name="overcloud-control-1-external"
    )
    assert states(wired(live(ports=(port(), *other))))["external"] == "missing"


def test_a_reservation_on_another_network_is_not_taken():
    other = world.changed((reserved("external"),), "p-external", network="n-service")
    assert states(wired(live(ports=(port(), *other))))["external"] == "missing"


def test_a_server_that_is_not_deployed_is_wired_and_idle():
    free = node(instance_uuid=None, provision_state="available")
    found = wired(live(nodes=(free,), ports=(), servers={}))
    assert set(states(found).values()) == {"planned"}
    assert [name for name, wire in found.items() if wire.bound] == ["ipmi"]


def test_nothing_is_missing_while_it_is_being_deployed():
    moving = node(provision_state="deploying")
    assert "missing" not in states(wired(live(nodes=(moving,), ports=()))).values()


@pytest.mark.parametrize(("state", "expected"), [("enroll", "unknown"), ("available", "missing")])
def test_without_any_nic(state, expected):
    free = node(instance_uuid=None, provision_state=state)
    found = wired(live(nodes=(free,), nics=(), ports=(), servers={}))
    assert states(found)["management"] == expected


def test_no_nic_on_the_physical_network():
    free = node(instance_uuid=None, provision_state="available")
    nics = (nic(0, physical="ctlplane"), nic(1, physical="ctlplane"))
    found = wired(live(nodes=(free,), nics=nics, ports=(), servers={}))
    assert states(found)["management"] == "planned"
    assert states(found)["external"] == "missing"
    assert "datacentre" in found["external"].problem


def test_unexpected():
    found = wired(live(ports=(port(), port("external"))), role="object-storage")
    assert states(found) == {"ipmi": "planned", "management": "planned", "external": "unexpected"}
    assert "does not connect Object storage to External" in found["external"].problem


def test_unexpected_on_a_network_that_the_layout_does_not_have():
    odd = world.neutron.Network("n-odd", "odd", "vlan", "datacentre", 99)
    seen = live(networks=(*world.NETS, odd), ports=(port(), port("odd")))
    assert states(wired(seen, role="object-storage"))["neutron:n-odd"] == "unexpected"


def test_a_node_without_a_role_has_nothing_to_be_held_against():
    assert states(wired(live(), role="nobody")) == {"management": "unknown"}


def test_ports_of_ironic_itself_are_not_unexpected():
    cleaning = port("external", device="", owner="baremetal:none")
    found = wired(live(ports=(port(), cleaning)), role="object-storage")
    assert set(found) == {"ipmi", "management"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"active": False}, "is down"),
        ({"up": False}, "administratively down"),
        ({"active": False, "failed": True}, "could not bind"),
    ],
)
def test_down(more, words):
    found = wired(live(ports=(port(**more), reserved("service"), reserved("external"))))
    assert states(found)["management"] == "down"
    assert words in found["management"].problem


def trunk(vlan, inner="external"):
    parent = port(subports=(("p-inner", vlan),))
    child = port(inner, id="p-inner", device="trunk-1", owner="trunk:subport", host="")
    return (parent, child, reserved("service"))


def test_a_trunk_carries_tagged_networks():
    found = wired(live(ports=trunk(331)))
    assert states(found)["external"] == "planned"
    assert found["external"].bound
    assert found["external"].nic == "eth0"


def test_wrong_vlan_on_a_trunk():
    found = wired(live(ports=trunk(340)))
    assert states(found)["external"] == "wrong_vlan"
    assert "VLAN is 340 on the server's trunk but 331 in Neutron" in found["external"].problem


def test_wrong_vlan_untagged_where_the_layout_tags():
    found = wired(live(ports=(port(), port("external"), reserved("service"))))
    assert states(found)["external"] == "wrong_vlan"
    assert "Attached untagged" in found["external"].problem


def test_wrong_vlan_tagged_where_the_layout_does_not():
    parent = port("external", id="p-parent", subports=(("p-inner", 77),))
    child = port(id="p-inner", host="", device="trunk-1")
    seen = live(ports=(parent, child, reserved("service")))
    assert states(wired(seen))["management"] == "wrong_vlan"


def test_wrong_vlan_of_the_whole_network():
    flat = world.changed(world.NETS, "n-external", kind="flat", vlan=None)
    found = wired(live(networks=flat))
    assert states(found)["external"] == "wrong_vlan"
    assert "Untagged in Neutron" in found["external"].problem


class TestManagementProcessor:
    def ipmi(self, **more):
        return wired(live(nodes=(node(**more),)))["ipmi"]

    @pytest.mark.parametrize(
        ("info", "address"),
        [
            ({"redfish_address": "https://10.20.1.10/redfish"}, "10.20.1.10"),
            ({"redfish_address": "https://[fd00::1]:443"}, "fd00::1"),
            ({"ilo_address": "ilo.example.com"}, "ilo.example.com"),
            ({"bmc_address": "10.20.1.10", "bmc_password": "******"}, "10.20.1.10"),
            ({"ipmi_address": "", "other": 3}, ""),
        ],
    )
    def test_address(self, info, address):
        assert wires.bmc_address(info) == address

    def test_no_address(self):
        assert self.ipmi(driver_info={}).state == "missing"

    def test_outside_of_the_network(self):
        wire = self.ipmi(driver_info={"ipmi_address": "192.0.2.7"})
        assert wire.state == "missing"
        assert "192.0.2.7 is outside 10.20.0.0/16" in wire.problem

    def test_it_does_not_answer(self):
        assert self.ipmi(fault="power failure").state == "down"

    def test_nobody_asked_it_yet(self):
        wire = self.ipmi(power_state=None)
        assert (wire.state, wire.bound) == ("planned", False)


class TestBond:
    BOND = wiring.Bond("b1", world.NODE, "bond0", "94:18:82:00:00:00", ("p-management",))

    def test_its_members_share_a_wire(self):
        nics = (nic(0, group="b1"), nic(1, group="b1"))
        wire = wired(live(nics=nics, bonds=(self.BOND,)))["management"]
        assert (wire.bond, wire.nic) == ("bond0", "eth0+eth1")
        assert wire.mac == "94:18:82:00:00:00+94:18:82:00:00:01"
        assert wire.switch == "switch0 1/0/10, switch1 1/0/10"

    def test_other_nics_are_spare(self):
        nics = (nic(0, group="b1"), nic(1, group="b1"), *(nic(n) for n in range(2, 40)))
        seen = live(nics=nics, bonds=(self.BOND,))
        plan = world.networks.match(world.layout(), seen)
        found = list(wired(seen).values())
        assert wires.spare(seen.nodes[0], found, world.port_index.Index(seen, plan)) == 38


class TestFibreChannel:
    def test_drawn_where_there_is_an_adapter(self):
        assert wired(live(adapters=frozenset({world.NODE})))["fibre-channel"].bound

    def test_optional(self):
        assert "fibre-channel" not in wired(live())
        assert "fibre-channel" not in wired(live(adapters=None))


class TestNotKnown:
    def test_without_neutron(self):
        found = wired(live("neutron", networks=(), subnets=(), ports=()))
        assert states(found)["management"] == states(found)["external"] == "unknown"
        assert states(found)["ipmi"] == "planned"

    def test_without_nova_what_is_reserved_cannot_be_told(self):
        found = wired(live("nova", servers={}))
        assert states(found)["external"] == "unknown"
        assert states(found)["management"] == "planned"

    def test_a_network_that_is_not_in_neutron(self):
        seen = live(networks=world.NETS[:3])
        assert states(wired(seen))["external"] == "unknown"


def test_described_leaves_out_what_is_usual():
    slim = wired(live())["management"].described(full=False)
    assert slim == {"network": "management", "bound": True}
    assert wired(live())["management"].described()["mac"] == "94:18:82:00:00:00"
