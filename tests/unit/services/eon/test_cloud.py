"""What is known of the cloud that clusters join."""

import types

import pytest
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.problems import Unavailable
from helion_services.eon import cloud
from helion_services.eon.network import Tenant

OPTIONS = types.SimpleNamespace(
    conf_vlan="33",
    conf_cidr="10.0.0.0/24",
    conf_gateway="10.0.0.1",
    management_vlans=["100", "200"],
    proxy_template="template",
    proxy_ssh_key="ssh-ed25519 AAAA",
)


class Clouds:
    """Clouds of which the overcloud's Neutron has these networks, or none at all."""

    def __init__(self, *networks, configured=True):
        self._networks, self._configured = networks, configured
        self.requests = []

    def has(self, name):
        assert name == "overcloud"
        return self._configured

    def adapter(self, name, service_type):
        assert (name, service_type) == ("overcloud", "network")
        return self

    def get(self, path, params):
        self.requests.append((path, params))
        if not self._networks:
            raise keystoneauth.ConnectFailure("no route")
        return types.SimpleNamespace(json=lambda: {"networks": list(self._networks)})


def conf(**changes):
    return types.SimpleNamespace(eon=types.SimpleNamespace(**(vars(OPTIONS) | changes)))


def network(name, kind, vlan=None):
    row = {"id": f"id-{name}", "name": name, "provider:network_type": kind}
    return row | {"provider:segmentation_id": vlan}


def test_of_an_overcloud():
    clouds = Clouds(network("a", "vlan", 120), network("b", "vxlan", 5), network("c", "flat"))
    model = cloud.input_model(conf(), clouds)
    assert model.tenants == {
        "a": Tenant("id-a", "vlan", "120"),
        "b": Tenant("id-b", "vxlan", "5"),
    }
    assert (model.conf_vlan, model.conf_cidr, model.conf_gateway) == (
        "33",
        "10.0.0.0/24",
        "10.0.0.1",
    )
    assert model.mgmt_vlans == ("100", "200")
    assert (model.lifecycle, model.template) == ({"ssh_key": "ssh-ed25519 AAAA"}, "template")
    assert clouds.requests == [("/v2.0/networks", {"router:external": False})]


def test_without_an_overcloud():
    clouds = Clouds(configured=False)
    assert cloud.input_model(conf(proxy_ssh_key=None), clouds).tenants == {}
    assert clouds.requests == []


def test_neutron_does_not_answer():
    with pytest.raises(Unavailable, match="Neutron cannot be reached"):
        cloud.input_model(conf(), Clouds())


@pytest.mark.parametrize(
    ("properties", "key", "expected"),
    [
        ({}, "k", {"lifecycle_manager": {"ssh_key": "k"}}),
        ({"lifecycle_manager": {"ssh_key": "own"}}, "k", {"lifecycle_manager": {"ssh_key": "own"}}),
        ({"switches": []}, None, {"switches": []}),
        (None, "k", None),
        ([], "k", []),
    ],
)
def test_the_ssh_key_of_the_configuration(properties, key, expected):
    assert cloud.completed(properties, conf(proxy_ssh_key=key)) == expected
