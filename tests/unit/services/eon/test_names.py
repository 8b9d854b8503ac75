"""Names as vCenter has them and as people read them."""

import pytest

from helion_services.eon import names, network


@pytest.mark.parametrize(
    ("plain", "escaped"),
    [
        ("Dev/Test", "Dev%2fTest"),
        ("100%", "100%25"),
        ("a\\b", "a%5cb"),
        ("Prod Cluster.01", "Prod Cluster.01"),
        ("Büro 東京", "Büro 東京"),
    ],
)
def test_both_ways(plain, escaped):
    assert names.escaped(plain) == escaped
    assert names.plain(escaped) == plain
    assert names.plain(escaped.upper()) == plain.upper()


def test_a_name_that_is_plain_already():
    assert names.plain("Dev/Test 5% %20 %zz") == "Dev/Test 5% %20 %zz"


def test_network_properties_hold_either_form():
    document = network.sample()
    group, switch = document["portGroups"][0], document["switches"][0]
    before = group["name"]
    for name in ("VM%2f120", "VM/120"):
        switch["name"] = "Top%2fSwitch" if name == "VM/120" else "Top/Switch"
        for each in document["portGroups"]:
            each["switchName"] = "Top/Switch"
        group["name"] = name
        for nic in document["vm_config"][0]["nics"]:
            if nic["portGroup"] in (before, "VM%2f120"):
                nic["portGroup"] = "VM/120"
        document["esx_conf_net"]["portGroup"] = "VM%2F120"
        document["vm_config"][0]["template_name"] = "proxy%2f1"
        parsed = network.read(document)
        assert network.check(parsed) == []
        assert parsed.port_groups[0].name == "VM/120"
        assert parsed.switches[0].name == "Top/Switch"
        assert parsed.conf_net.port_group == "VM/120"
        assert parsed.proxy.template == "proxy/1"
