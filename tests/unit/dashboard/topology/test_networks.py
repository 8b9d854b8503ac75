"""The networks of a layout as they are in Neutron."""

import dataclasses

from helion_dashboard.kit.topology import networks

from . import world
from .world import layout, live


def states(cloud, plan=None):
    return {item.id: (item.state, item.problem) for item in networks.match(plan or layout(), cloud)}


def test_all_there():
    assert {state for state, _problem in states(live()).values()} == {"ok"}


def test_missing():
    state, problem = states(live(networks=world.NETS[:3]))["external"]
    assert state == "missing"
    assert "external / ext-net" in problem


def test_not_known():
    labels = states(live("neutron", networks=()))
    assert labels["external"] == ("unknown", "")
    assert labels["fibre-channel"][0] == "ok"  # it is none of Neutron's


def test_names_do_not_mind_case():
    upper = world.changed(world.NETS, "n-external", name="External")
    assert states(live(networks=upper))["external"][0] == "ok"


def test_switched_off():
    off = world.changed(world.NETS, "n-external", up=False)
    assert states(live(networks=off))["external"] == ("wrong", "Administratively down in Neutron.")


def test_the_vlan_that_the_layout_asks_for():
    plan = layout()
    items = tuple(
        dataclasses.replace(network, vlan=340) if network.id == "external" else network
        for network in plan.networks
    )
    labels = states(live(), dataclasses.replace(plan, networks=items))
    assert labels["external"] == ("wrong", "VLAN is 331 in Neutron but 340 in the layout.")


def test_untagged_where_the_layout_tags():
    flat = world.changed(world.NETS, "n-service", kind="flat", vlan=None)
    assert states(live(networks=flat))["service"][0] == "wrong"


def test_described():
    match = networks.match(layout(), live())
    external = networks.described(match[-1], 4)
    assert external["vlan"] == 331
    assert external["cidr"] == "10.23.70.0/24"
    assert external["port"] == "eth0 or bond0"
    assert "problem" not in external
