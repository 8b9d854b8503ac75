"""The requests of operations: what is stored, now and by earlier releases, is understood."""

import pytest

from helion_services.eon import network, requests
from helion_services.eon.flows import kinds
from helion_services.eon.target import Target

TARGET = Target("c-1", "vc-1", "domain-c21", "Compute-A", "DC1", "datacenter-2", "domain-c21.vc-1")
STORED = {
    "cluster": "c-1",
    "manager": "vc-1",
    "moid": "domain-c21",
    "name": "Compute-A",
    "datacenter": "DC1",
    "datacenter_moid": "datacenter-2",
    "host": "domain-c21.vc-1",
}
"""The part of all requests, as earlier releases stored it."""

NETWORK = {"switches": [{"name": "MGMT-DVS", "physical_nics": "vmnic1"}]}


@pytest.mark.parametrize(
    ("kind", "stored", "request_"),
    [
        (
            "activate",
            {"from": "imported", "network": NETWORK, "profile": "dvs", "input_model": {"a": "b"}},
            requests.Activate(TARGET, "imported", NETWORK, "dvs"),
        ),
        (
            "deactivate",
            {"from": "activated", "forced": True, "network": None},
            requests.Deactivate(TARGET, "activated", None, True),
        ),
        (
            "add_host",
            {"from": "activated", "network": NETWORK, "hosts": None},
            requests.AddHosts(TARGET, "activated", NETWORK, None),
        ),
        (
            "remove_host",
            {"from": None, "network": NETWORK, "hosts": ["host-9"]},
            requests.RemoveHosts(TARGET, None, NETWORK, ["host-9"]),
        ),
        (
            "restore_proxy",
            {"from": "activated", "network": NETWORK},
            requests.RestoreProxy(TARGET, "activated", NETWORK),
        ),
    ],
)
class TestStored:
    def test_what_earlier_releases_stored(self, kind, stored, request_):
        (registered,) = [each for each in kinds.kinds() if each.name == kind]
        assert registered.load(STORED | stored) == request_
        assert registered.steps(registered.load(STORED | stored))

    def test_there_and_back(self, kind, stored, request_):
        stored.pop("input_model", None)  # nothing reads it
        assert request_.dump() == STORED | stored
        assert type(request_).load(request_.dump()) == request_

    def test_of_a_retry(self, kind, stored, request_):
        retry = request_.again()
        assert retry.state is None
        assert retry.dump() == request_.dump() | {"from": None}


def test_the_network_is_read_once(monkeypatch):
    request = requests.Activate(TARGET, "imported", network.sample(), "dvs")
    assert request.network is request.network
    assert request.network.profile == "dvs"


def test_without_network_properties():
    assert requests.Deactivate(TARGET, "imported", None).network is None
