"""What connects a server with a network, held against the plan."""

import pytest

from helion_dashboard.api.ironic import wiring
from helion_dashboard.kit.topology import wires

from . import world
from .world import live, nic, node, port, reserved, wired


def states(node_wires):
    return {name: wire.state for name, wire in node_wires.items()}


def test_all_as_planned():
    node_wires = wired(live())
    assert states(node_wires) == dict.fromkeys(
        ("ipmi", "management", "service", "external"), "planned"
    )
    assert all(wire.bound for wire in node_wires.values())
    assert node_wires["management"].nic == "eth0"
    assert node_wires["management"].address == "192.168.17.9"
    assert node_wires["management"].switch == "switch0 1/0/10"
    assert node_wires["external"].reserved
    assert node_wires["external"].tagged
    assert (
        node_wires["external"].mac == "94:18:82:00:00:00"
    )  # the server's own, not the reservation's
    assert node_wires["ipmi"].address == "10.20.1.10"


def test_missing_where_a_deployed_server_has_no_port():
    node_wires = wired(live(ports=(port(), reserved("service"))))
    assert states(node_wires)["external"] == "missing"
    assert node_wires["external"].problem == (
        "The server is not on the network External (VLAN 331). Set that network in the parameters"
        " of the overcloud, or choose a layout without it."
    )
    assert wired(live(ports=()))["management"].problem == (
        "The server has no port on the network Management."
    )


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
    node_wires = wired(live(nodes=(free,), ports=(), servers={}))
    assert set(states(node_wires).values()) == {"planned"}
    assert [name for name, wire in node_wires.items() if wire.bound] == ["ipmi"]


def test_nothing_is_missing_while_it_is_being_deployed():
    moving = node(provision_state="deploying")
    assert "missing" not in states(wired(live(nodes=(moving,), ports=()))).values()


@pytest.mark.parametrize(("state", "expected"), [("enroll", "unknown"), ("available", "missing")])
def test_without_any_nic(state, expected):
    free = node(instance_uuid=None, provision_state=state)
    node_wires = wired(live(nodes=(free,), nics=(), ports=(), servers={}))
    assert states(node_wires)["management"] == expected


def test_no_nic_on_the_physical_network():
    free = node(instance_uuid=None, provision_state="available")
    nics = (nic(0, physical="ctlplane"), nic(1, physical="ctlplane"))
    node_wires = wired(live(nodes=(free,), nics=nics, ports=(), servers={}))
    assert states(node_wires)["management"] == "planned"
    assert states(node_wires)["external"] == "missing"
    assert "datacentre" in node_wires["external"].problem


def test_unexpected():
    node_wires = wired(live(ports=(port(), port("external"))), role="object-storage")
    assert states(node_wires) == {
        "ipmi": "planned",
        "management": "planned",
        "external": "unexpected",
    }
    assert "does not connect Object storage to External" in node_wires["external"].problem


def test_unexpected_on_a_network_that_the_layout_does_not_have():
    odd = world.neutron.Network("n-odd", "odd", "vlan", "datacentre", 99)
    cloud = live(networks=(*world.NETS, odd), ports=(port(), port("odd")))
    assert states(wired(cloud, role="object-storage"))["neutron:n-odd"] == "unexpected"


def test_a_node_without_a_role_has_nothing_to_be_held_against():
    assert states(wired(live(), role="nobody")) == {"management": "unknown"}


def test_ports_of_ironic_itself_are_not_unexpected():
    cleaning = port("external", device="", owner="baremetal:none")
    node_wires = wired(live(ports=(port(), cleaning)), role="object-storage")
    assert set(node_wires) == {"ipmi", "management"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"active": False}, "is down"),
        ({"up": False}, "administratively down"),
        ({"active": False, "failed": True}, "could not bind"),
    ],
)
def test_down(more, words):
    node_wires = wired(live(ports=(port(**more), reserved("service"), reserved("external"))))
    assert states(node_wires)["management"] == "down"
    assert words in node_wires["management"].problem


class TestPortOfTheLayout:
    """Every page draws a network on the same port of a server."""

    FREE = node(instance_uuid=None, provision_state="available")
    REVERSED = (nic(1, boots=True), nic(0, boots=False))  # in the order of their ids

    def test_an_idle_network_is_on_the_port_that_the_layout_names(self):
        idle = wired(live(nodes=(self.FREE,), nics=self.REVERSED, ports=(), servers={}))
        assert (idle["service"].nic, idle["external"].nic) == ("eth0", "eth0")
        assert not idle["service"].other

    def test_what_the_server_boots_from_is_a_fact(self):
        idle = wired(live(nodes=(self.FREE,), nics=self.REVERSED, ports=(), servers={}))
        management = idle["management"]
        assert (management.nic, management.other) == ("eth1", True)
        short = management.described(full=False)
        assert (short["nic"], short["other"]) == ("eth1", True)

    def test_the_bond_of_the_layout(self):
        bond = wiring.Bond("b1", world.NODE, "bond0")
        nics = (nic(2), nic(0, group="b1"), nic(1, group="b1"))
        idle = wired(live(nodes=(self.FREE,), nics=nics, bonds=(bond,), ports=(), servers={}))
        assert (idle["service"].bond, idle["service"].nic) == ("bond0", "eth0+eth1")
        assert not idle["service"].other

    def test_a_network_that_the_server_tags(self):
        wire = wired(live(nics=self.REVERSED))["external"]
        assert (wire.nic, wire.other) == ("eth0", False)

    def test_another_port_than_the_layout_names(self):
        moved = (port(mac="94:18:82:00:00:01"), reserved("service"), reserved("external"))
        wire = wired(live(ports=moved))["management"]
        assert (wire.nic, wire.state, wire.other) == ("eth1", "planned", True)

    def test_names_that_are_not_those_of_the_layout_say_nothing(self):
        nics = (nic(0, name="NIC.Integrated.1-1-1"), nic(1, name=""))
        assert not any(wire.other for wire in wired(live(nics=nics)).values())


def trunk(vlan, inner="external"):
    parent = port(subports=(("p-inner", vlan),))
    child = port(inner, id="p-inner", device="trunk-1", owner="trunk:subport", host="")
    return (parent, child, reserved("service"))


def test_a_trunk_carries_tagged_networks():
    node_wires = wired(live(ports=trunk(331)))
    assert states(node_wires)["external"] == "planned"
    assert node_wires["external"].bound
    assert node_wires["external"].nic == "eth0"


def test_wrong_vlan_on_a_trunk():
    node_wires = wired(live(ports=trunk(340)))
    assert states(node_wires)["external"] == "wrong_vlan"
    assert "VLAN is 340 on the server's trunk but 331 in Neutron" in node_wires["external"].problem


def test_wrong_vlan_untagged_where_the_layout_tags():
    node_wires = wired(live(ports=(port(), port("external"), reserved("service"))))
    assert states(node_wires)["external"] == "wrong_vlan"
    assert "Attached untagged" in node_wires["external"].problem


def test_wrong_vlan_tagged_where_the_layout_does_not():
    parent = port("external", id="p-parent", subports=(("p-inner", 77),))
    child = port(id="p-inner", host="", device="trunk-1")
    cloud = live(ports=(parent, child, reserved("service")))
    assert states(wired(cloud))["management"] == "wrong_vlan"


def test_wrong_vlan_of_the_whole_network():
    flat = world.changed(world.NETS, "n-external", kind="flat", vlan=None)
    node_wires = wired(live(networks=flat))
    assert states(node_wires)["external"] == "wrong_vlan"
    assert "Untagged in Neutron" in node_wires["external"].problem


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
        cloud = live(nics=nics, bonds=(self.BOND,))
        plan = world.networks.match(world.layout(), cloud)
        items = list(wired(cloud).values())
        assert wires.spare(cloud.nodes[0], items, world.port_index.Index(cloud, plan)) == 38


class TestFibreChannel:
    def test_drawn_where_there_is_an_adapter(self):
        assert wired(live(adapters=frozenset({world.NODE})))["fibre-channel"].bound

    def test_optional(self):
        assert "fibre-channel" not in wired(live())
        assert "fibre-channel" not in wired(live(adapters=None))


class TestNotKnown:
    def test_without_neutron(self):
        node_wires = wired(live("neutron", networks=(), subnets=(), ports=()))
        assert states(node_wires)["management"] == states(node_wires)["external"] == "unknown"
        assert states(node_wires)["ipmi"] == "planned"

    def test_without_nova_what_is_reserved_cannot_be_told(self):
        node_wires = wired(live("nova", servers={}))
        assert states(node_wires)["external"] == "unknown"
        assert states(node_wires)["management"] == "planned"

    def test_a_network_that_is_not_in_neutron(self):
        cloud = live(networks=world.NETS[:3])
        assert states(wired(cloud))["external"] == "unknown"


def test_described_leaves_out_what_is_usual():
    slim = wired(live())["management"].described(full=False)
    assert slim == {"network": "management", "bound": True}
    assert wired(live())["management"].described()["mac"] == "94:18:82:00:00:00"
