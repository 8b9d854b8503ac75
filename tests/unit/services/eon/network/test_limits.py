"""Network properties that are too large: a fault for each limit, and no rule after it."""

import json

import pytest

from helion_services.base import error_bounds
from helion_services.eon import network, problems
from helion_services.eon.network import limits
from helion_services.eon.network.document import Network


def document(**changes):
    return network.sample() | changes


def words(count):
    return ",".join(f"x{number}" for number in range(count))


def switches(count, **more):
    return [{"name": f"s{number}", "physical_nics": "vmnic1"} | more for number in range(count)]


def groups(count, **more):
    return [{"name": f"g{number}", "switchName": "s0"} | more for number in range(count)]


def vms(count, **more):
    row = {"nics": [{"device": "eth0", "portGroup": "g"}]} | more
    return [row for _ in range(count)]


def nics(count):
    return [{"device": f"x{number}", "portGroup": "g"} for number in range(count)]


TOO_MANY = (
    ({"switches": switches(limits.SWITCHES + 1)}, "switches"),
    ({"portGroups": groups(limits.PORT_GROUPS + 1)}, "portGroups"),
    ({"vm_config": vms(limits.VMS + 1)}, "vm_config"),
    ({"vm_config": vms(1, nics=nics(limits.NICS + 1))}, "vm_config.0.nics"),
    (
        {"switches": switches(1, physical_nics=words(limits.WORDS + 1))},
        "switches.0.physical_nics",
    ),
    (
        {"portGroups": groups(1, nic_teaming={"active_nics": words(limits.WORDS + 1)})},
        "portGroups.0.nic_teaming.active_nics",
    ),
    (
        {"portGroups": groups(1, cloud_network_type=words(limits.WORDS + 1))},
        "portGroups.0.cloud_network_type",
    ),
)
TOO_LONG = (
    ({"switches": switches(1, name="a" * 256)}, "switches.0.name", limits.TEXT),
    ({"switches": switches(1, mtu="9" * 5000)}, "switches.0.mtu", limits.TEXT),
    ({"vm_config": vms(1, cpu="9" * 5000)}, "vm_config.0.cpu", limits.TEXT),
    ({"portGroups": groups(1, vlan="1," * 5000)}, "portGroups.0.vlan", limits.VLANS_TEXT),
    (
        {"switches": switches(1, physical_nics="a," * 5000)},
        "switches.0.physical_nics",
        limits.WORDS_TEXT,
    ),
    (
        {"lifecycle_manager": {"ssh_key": "k" * 20_000}},
        "lifecycle_manager.ssh_key",
        limits.SSH_KEY,
    ),
)


@pytest.mark.parametrize(("changes", "path"), TOO_MANY)
def test_too_many_entries_are_the_only_fault(changes, path):
    (fault,) = network.check(network.read(document(**changes)))
    assert (fault.path, fault.rule) == (path, "too-many")
    assert fault.message.params["count"] == fault.message.params["most"] + 1


@pytest.mark.parametrize(("changes", "path", "most"), TOO_LONG)
def test_texts_that_are_too_long_are_no_part_of_an_answer(changes, path, most):
    faults = network.check(network.read(document(**changes)))
    assert (path, "too-long", {"most": most}) in [
        (fault.path, fault.rule, fault.message.params) for fault in faults
    ]
    assert sum(len(fault.text) for fault in faults) < 1000


def test_as_much_as_is_allowed():
    rows = [
        {"name": f"s{n}", "physical_nics": ",".join(f"n{n}-{m}" for m in range(limits.WORDS))}
        for n in range(limits.SWITCHES)
    ]
    port_groups = [
        {"name": f"g{n}", "switchName": f"s{n % limits.SWITCHES}"}
        for n in range(limits.PORT_GROUPS)
    ]
    cards = [{"device": f"eth{n}", "portGroup": f"g{n}"} for n in range(limits.NICS)]
    large = {"switches": rows, "portGroups": port_groups, "vm_config": [{"nics": cards}]}
    assert network.check(network.read(large)) == []


@pytest.mark.parametrize("cpu", ["2147483648", "9" * 255])
def test_numbers_that_vcenter_cannot_store(cpu):
    (fault,) = network.check(network.read(document(vm_config=vms(1, cpu=cpu, nics=NICS))))
    assert (fault.path, fault.rule) == ("vm_config.0.cpu", "number-too-large")


NICS = network.sample()["vm_config"][0]["nics"]


@pytest.mark.parametrize("vlan", ["9" * 5000, "1-" + "9" * 5000, "0" * 5000])
def test_digits_without_end_are_no_vlan(vlan):
    large = document()
    large["portGroups"][0] |= {"vlan": vlan, "vlan_type": "vlan"}
    rules = {fault.rule for fault in network.check(network.read(large))}
    assert "port-group-vlan" in rules


def test_an_answer_has_a_bounded_number_of_faults():
    wrong = [{"name": f"g{n}", "switchName": "?", "vlan": "x"} for n in range(limits.PORT_GROUPS)]
    for groups_of_document in (wrong, [{}] * limits.PORT_GROUPS):
        faults = network.check(network.read(document(portGroups=groups_of_document)))
        assert len(faults) > limits.PORT_GROUPS
        problem = problems.network_invalid("c-1", faults)
        assert sum(map(len, problem.fields.values())) == error_bounds.MOST + 1
        (last,) = problem.fields[error_bounds.WHOLE]
        assert last.params == {"count": len(faults) - error_bounds.MOST}


def test_the_trunks_are_computed_once():
    read = network.read(network.sample(network.OVSVAPP))
    assert read.trunks is read.trunks
    assert isinstance(read, Network)


def test_answers_for_a_template_are_bounded_too():
    trunks = [{"name": f"d{n}", "network_name": "T"} for n in range(limits.SWITCHES + 1)]
    answers = {"mgmt_trunk": {"name": "m"}, "cloud_trunks": trunks}
    with pytest.raises(network.NotComputable) as raised:
        network.compute(answers, network.InputModel())
    assert [(fault.path, fault.rule) for fault in raised.value.faults] == [
        ("cloud_trunks", "too-many")
    ]
    with pytest.raises(network.NotComputable) as raised:
        network.compute(answers | {"cloud_trunks": [{}] * 64}, network.InputModel())
    problem = problems.NetworkInvalid(raised.value.faults, "")
    assert sum(map(len, problem.fields.values())) == error_bounds.MOST + 1


@pytest.mark.parametrize("profile", network.PROFILES)
def test_four_mebibytes_of_anything_get_a_short_answer(profile):
    most = 4 << 20
    for large in (
        {"vm_config": vms(1, nics=nics(most // 40))},
        {"vm_config": vms(most // 60), "portGroups": groups(most // 60)},
        {"switches": switches(1, physical_nics=words(most // 7))},
        {"switches": switches(1, name="n" * most)},
        {"profile": "p" * most},
    ):
        faults = network.check(network.read(document(**large)), profile)
        assert faults
        assert len(json.dumps([fault.message.fact() for fault in faults])) < 20_000
