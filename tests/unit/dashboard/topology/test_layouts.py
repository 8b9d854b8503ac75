"""Each layout against the tables of the documents it is made from, row by row."""

import pytest

from helion_dashboard.kit.topology import layouts, reading

# Technical overview of HP Helion OpenStack: name, VLAN type, server port.
PHYSICAL = (
    ("IPMI / iLO", "Untagged", "IPMI or iLO"),
    ("Undercloud management", "Untagged", "eth0"),
    ("Overcloud management", "Untagged", "eth0"),
    ("SDN", "Untagged", "eth0"),
    ("Storage", "Untagged", "eth0"),
    ("External", "Tagged", "eth0"),
    ("Service", "Tagged", "eth0"),
    ("Object Storage (Swift)", "Untagged", "eth0"),
)
VIRTUAL_KVM = (
    ("Management", "untagged", "eth0"),
    ("Service", "tagged", "eth0"),
    ("Fibre Channel", "", ""),
    ("External", "tagged", "eth0"),
)
VIRTUAL_ESX = (
    ("Management", "untagged", "eth0"),
    ("External", "tagged", "eth0"),
    ("ESX", "tagged", "eth0"),
    ("ESX Tenant", "tagged", "eth0"),
)
# The edition of the general availability: the same, on a bond where there is one.
EARLIER_KVM = (
    ("Management", "untagged", "eth0 or bond0"),
    ("Service", "tagged", "eth0 or bond0"),
)
EARLIER_ESX = tuple((name, kind, "eth0 or bond0") for name, kind, _port in VIRTUAL_ESX)
EARLIER_PHYSICAL = {"kvm": ("IPMI / iLO", "External"), "esx": ("IPMI / iLO",)}
# Technical overview of Carrier Grade: name, and the words of its description that are data here.
CARRIER_GRADE = (
    ("CLM / OBS", "shared with Wind River"),
    ("PXE", "Boot"),
    ("CAN", "shared with Wind River"),
    ("EXT", "interface of its own"),
    ("CTL", "shared with Wind River"),
    ("BLS", "shared with Wind River"),
    ("DCM", "Data centre management"),
    ("TUL (Swift)", "Tenant underlay"),
    ("WR-TUL (Swift)", "Tenant underlay of the Wind River region"),
)
# Which roles the text names on which network.
ATTACHED = {
    "kvm": {
        "external": {"control", "compute"},
        "service": {"control", "compute"},
        "fibre-channel": {"control", "compute"},
        "management": {"seed", "undercloud", "control", "compute"}
        | {"object-storage", "block-storage"},
        "ipmi": {"undercloud", "control", "compute", "object-storage", "block-storage"},
    },
    "esx": {
        "esx": {"undercloud", "control"} | {"esx-vcenter", "esx-proxy", "esx-cluster", "esx-host"},
        "esx-tenant": {"esx-cluster", "esx-host"},
        "external": {"control", "compute"},
    },
}


def layout(name):
    return layouts.load().layouts[name]


def by_name(name):
    """Networks by their names, and what they carry."""
    result = {}
    for network in layout(name).networks:
        result[network.name] = network
        result |= {traffic.name: traffic for traffic in network.carries}
    return result


def test_ours_are_without_faults():
    assert list(layouts.load().layouts) == ["kvm", "esx", "carrier-grade"]
    assert layouts.load().errors == ()


@pytest.mark.parametrize("row", PHYSICAL, ids=lambda row: row[0])
def test_physical_networks(row):
    name, kind, port = row
    assert (by_name("kvm")[name].vlan_type, by_name("kvm")[name].port) == (kind.lower(), port)


@pytest.mark.parametrize("row", PHYSICAL[:6], ids=lambda row: row[0])
def test_physical_networks_with_esx(row):
    name, kind, port = row
    assert (by_name("esx")[name].vlan_type, by_name("esx")[name].port) == (kind.lower(), port)


@pytest.mark.parametrize(
    ("name", "row"),
    [("kvm", row) for row in VIRTUAL_KVM] + [("esx", row) for row in VIRTUAL_ESX],
    ids=str,
)
def test_virtual_networks(name, row):
    title, kind, port = row
    network = by_name(name)[title]
    assert (network.vlan_type or "", network.port or "") == (kind, port)


@pytest.mark.parametrize(
    ("name", "row"),
    [("kvm", row) for row in EARLIER_KVM] + [("esx", row) for row in EARLIER_ESX],
    ids=str,
)
def test_virtual_networks_of_the_earlier_edition(name, row):
    title, kind, ports = row
    network = by_name(name)[title]
    assert (network.vlan_type, network.ports) == (kind, ports)


@pytest.mark.parametrize("name", EARLIER_PHYSICAL)
def test_physical_networks_of_the_earlier_edition(name):
    assert set(EARLIER_PHYSICAL[name]) <= set(by_name(name))


@pytest.mark.parametrize("name", ["kvm", "esx"])
def test_no_network_is_made_up(name):
    rows = {"kvm": VIRTUAL_KVM, "esx": VIRTUAL_ESX}[name]
    existing = {row[0] for row in (*PHYSICAL, *rows)}
    assert set(by_name(name)) <= existing


@pytest.mark.parametrize("row", CARRIER_GRADE, ids=lambda row: row[0])
def test_carrier_grade(row):
    name, words = row
    network = by_name("carrier-grade")[name]
    assert words in network.purpose
    shared = "shared with Wind River" in words
    assert (network.region is None) == shared
    assert (network.region == "wind-river") == name.startswith("WR-")


def test_carrier_grade_has_the_ports_that_are_written():
    networks = by_name("carrier-grade")
    assert networks["PXE"].vlan_type == "untagged"
    assert {name for name, item in networks.items() if item.port == "intf*"} == {"EXT", "BLS"}
    assert networks["CTL"].means == "bmc"


def test_carrier_grade_adds_only_the_wind_river_networks_of_the_later_edition():
    existing = {row[0] for row in CARRIER_GRADE} | {"WR-PXE", "WR-EXT", "WR-BLS"}
    assert set(by_name("carrier-grade")) == existing
    assert by_name("carrier-grade")["WR-PXE"].vlan_type == "untagged"


@pytest.mark.parametrize(
    ("name", "network"), [(name, network) for name, items in ATTACHED.items() for network in items]
)
def test_which_role_is_on_which_network(name, network):
    on = {
        role.id
        for role in layout(name).roles
        if any(attachment.network == network for attachment in role.networks)
    }
    assert on == ATTACHED[name][network]


def test_roles_of_a_region_are_on_networks_of_it_and_on_shared_ones():
    plan_value = layout("carrier-grade")
    for role in plan_value.roles:
        regions = {plan_value.network(network.network).region for network in role.networks}
        assert regions <= {None, role.region}, role.id


@pytest.mark.parametrize("name", ["kvm", "esx", "carrier-grade"])
def test_networks_differ_in_colour_and_in_dash(name):
    networks = layout(name).networks
    assert len({network.colour for network in networks}) == len(networks)
    assert len({network.dash for network in networks}) == len(networks)


def test_the_file_is_called_as_its_layout():
    for path in layouts.OWN.glob("*.yaml"):
        assert reading.read(path).id == path.stem
