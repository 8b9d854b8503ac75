"""Rules of network planning, each with what breaks it."""

import dataclasses

import pytest

from helion_dashboard.kit.topology import picture, planning

from . import world
from .world import changed, layout, live, nic, node


def outcome(ident, *lost, **more):
    drawing = picture.draw(layout(), live(*lost, **more))
    return next(item for item in planning.check(drawing) if item.id == ident)


def reasons(finding_set):
    return " ".join(finding.reason for finding in finding_set.findings)


def test_all_pass():
    drawing = picture.draw(layout(), live())
    assert {item.id: item.result for item in planning.check(drawing)} == dict.fromkeys(
        (rule.id for rule in planning.RULES), "pass"
    )


def test_each_rule_has_its_text_and_says_what_it_found():
    for item in planning.check(picture.draw(layout(), live())):
        assert item.text.endswith(".")
        assert reasons(item)


SUBNETS = world.SUBNETS
BROKEN = [
    ("networks", "fail", "no network named", {"networks": world.NETS[:3]}),
    (
        *("networks", "fail", "Untagged in Neutron"),
        {"networks": changed(world.NETS, "n-service", kind="flat", vlan=None)},
    ),
    (
        *("vlan-unique", "fail", "Service, External share VLAN 332"),
        {"networks": changed(world.NETS, "n-external", vlan=332, physical="other")},
    ),
    (
        *("cidr-overlap", "fail", "overlap"),
        {"subnets": changed(SUBNETS, "s4", cidr="10.23.71.128/25", gateway=None, pools=())},
    ),
    ("cidr-overlap", "warn", "External has no subnet", {"subnets": SUBNETS[:3]}),
    (
        *("gateway-inside", "fail", "outside 10.23.71.0/24"),
        {"subnets": changed(SUBNETS, "s3", gateway="10.23.99.1")},
    ),
    (
        *("gateway-inside", "fail", "in a pool"),
        {"subnets": changed(SUBNETS, "s4", gateway="10.23.70.20")},
    ),
    (
        *("gateway-inside", "fail", "External has no gateway"),
        {"subnets": changed(SUBNETS, "s4", gateway=None)},
    ),
    (
        *("gateway-inside", "warn", "lowest address, 10.23.70.1"),
        {"subnets": changed(SUBNETS, "s4", gateway="10.23.70.254")},
    ),
    (
        *("floating-inside", "fail", "outside External"),
        {"subnets": changed(SUBNETS, "s4", pools=(("10.23.70.10", "10.23.71.9"),))},
    ),
    (
        *("floating-inside", "fail", "no allocation pool for floating"),
        {"subnets": changed(SUBNETS, "s4", pools=())},
    ),
    (
        *("addresses-enough", "fail", "only 1 addresses for 2 servers"),
        {
            "nodes": (node(), node(uuid="b", instance_uuid=None)),
            "subnets": changed(SUBNETS, "s2", pools=(("192.168.17.1", "192.168.17.1"),)),
        },
    ),
    (
        "mtu",
        "fail",
        "MTU of External is 1400",
        {"networks": changed(world.NETS, "n-external", mtu=1400)},
    ),
    (
        *("mtu", "warn", "9000: External"),
        {"networks": changed(world.NETS, "n-external", mtu=9000)},
    ),
    (
        *("service-private", "fail", "shared with all projects"),
        {"networks": changed(world.NETS, "n-service", shared=True)},
    ),
    (
        *("service-private", "fail", "is external"),
        {"networks": changed(world.NETS, "n-service", external=True)},
    ),
    ("nics-enough", "fail", "rack1-u10-control0", {"nics": ()}),
    (
        "one-boots",
        "warn",
        "PXE boot is enabled on several NICs",
        {"nics": (nic(0), nic(1, boots=True))},
    ),
    ("one-boots", "fail", "PXE boot is enabled on no NIC", {"nics": (nic(0, boots=False),)}),
    ("ipmi-reachable", "fail", "no answer from", {"nodes": (node(fault="power failure"),)}),
    ("ipmi-reachable", "fail", "not on the network", {"nodes": (node(driver_info={}),)}),
    ("ipmi-reachable", "warn", "not checked yet", {"nodes": (node(power_state=None),)}),
    (
        *("ipmi-reachable", "warn", "cannot be routed to"),
        {"subnets": changed(SUBNETS, "s1", gateway=None)},
    ),
]


@pytest.mark.parametrize(("rule", "result", "words", "more"), BROKEN, ids=lambda x: str(x)[:40])
def test_broken(rule, result, words, more):
    finding = outcome(rule, **more)
    assert finding.result == result, reasons(finding)
    assert words in reasons(finding)


def test_every_rule_is_broken_by_some_test():
    assert {item[0] for item in BROKEN} == {rule.id for rule in planning.RULES}


@pytest.mark.parametrize("rule", planning.RULES, ids=lambda rule: rule.id)
def test_nothing_passes_that_nobody_could_see(rule):
    finding = outcome(
        rule.id, *rule.needs, networks=(), subnets=(), ports=(), nodes=(), nics=(), servers={}
    )
    assert finding.result == "unknown"
    assert "It cannot be reached." in reasons(finding)


def test_nics_are_counted_by_the_ports_that_a_role_uses():
    plan = layout()
    items = tuple(
        dataclasses.replace(network, port="eth1") if network.id == "external" else network
        for network in plan.networks
    )
    drawing = picture.draw(dataclasses.replace(plan, networks=items), live(nics=(nic(0),)))
    first = next(item for item in planning.check(drawing) if item.id == "nics-enough")
    assert first.result == "fail"
    assert "needs 2 NICs" in reasons(first)


def test_version_6_and_4_do_not_overlap():
    six = changed(SUBNETS, "s4", cidr="2001:db8::/64", gateway="2001:db8::1", pools=())
    assert outcome("cidr-overlap", subnets=six).result == "pass"


@pytest.mark.parametrize(
    ("rule", "nothing"),
    [
        ("vlan-unique", "networks"),
        ("cidr-overlap", "networks"),
        ("gateway-inside", "networks"),
        ("floating-inside", "networks"),
        ("addresses-enough", "networks"),
        ("mtu", "networks"),
        ("service-private", "networks"),
        ("nics-enough", "nodes"),
        ("one-boots", "nics"),
        ("ipmi-reachable", "nodes"),
    ],
)
def test_a_rule_with_nothing_to_check_did_not_pass(rule, nothing):
    finding = outcome(rule, **{nothing: ()})
    assert finding.result == "unknown"
    assert reasons(finding)
