"""Flavors, images, networks and key pairs that a template's parameters name."""

import pytest
from keystoneauth1 import exceptions as keystoneauth

from helion_services.nodes import roles
from helion_services.nodes.plans import template_references
from helion_services.nodes.stack.models import FormParameter
from tests.unit.services.nodes.nova import Answer

ROLEMAP = roles.load()
LISTS = {
    "/flavors": {"flavors": [{"id": "f-1", "name": "baremetal"}]},
    "/os-keypairs": {"keypairs": [{"keypair": {"name": "ops"}}]},
    "/v2/images": {
        "images": [
            {"id": "i-1", "name": "full", "status": "active"},
            {"id": "i-2", "name": "half", "status": "queued"},
            {"id": "i-3", "name": "twice", "status": "queued"},
            {"id": "i-4", "name": "twice", "status": "active"},
            {"id": "i-5", "name": None, "status": "active"},
        ]
    },
    "/v2.0/networks": {
        "networks": [
            {"id": "n-1", "name": "management", "admin_state_up": True},
            {"id": "n-2", "name": "off", "admin_state_up": False},
        ]
    },
}


class Clouds:
    """Services with these lists; those of ``down`` fail."""

    def __init__(self, down=()):
        self.calls = []
        self._down = down

    def adapter(self, cloud, service, **options):
        clouds = self

        class Api:
            def get(self, path):
                if service in clouds._down:
                    raise keystoneauth.ServiceUnavailable
                clouds.calls.append(path.partition("?")[0])
                return Answer(LISTS[path.partition("?")[0]])

        return Api()


def parameter(name, reference, default="", **constraints):
    constraints |= {"reference": reference} if reference else {}
    return FormParameter(
        name, name, None, "string", default, "", constraints, None, False, True, None, None
    )


def faults(reference, value, unused=(), **constraints):
    template = {"X": parameter("X", reference, **constraints)}
    messages = template_references.faults(Clouds(), template, {"X": value}, unused)
    return [message.code for message in messages.get("X", ())]


@pytest.mark.parametrize(
    ("reference", "value", "codes"),
    [
        ("nova.flavor", "baremetal", []),
        ("nova.flavor", "f-1", []),
        ("nova.flavor", "other", ["flavor-not-found"]),
        ("nova.keypair", "ops", []),
        ("nova.keypair", "other", ["keypair-not-found"]),
        ("glance.image", "full", []),
        ("glance.image", "other", ["image-not-found"]),
        ("glance.image", "half", ["image-not-active"]),
        ("glance.image", "twice", []),
        ("neutron.network", "management", []),
        ("neutron.network", "other", ["network-not-found"]),
        ("neutron.network", "off", ["network-down"]),
        ("neutron.network", "", []),
        (None, "anything", []),
    ],
)
def test_what_a_parameter_names(reference, value, codes):
    assert faults(reference, value) == codes


def test_one_call_for_each_kind():
    clouds = Clouds()
    template = {name: parameter(name, "nova.flavor", "baremetal") for name in "ABC"}
    template["D"] = parameter("D", "glance.image", "full")
    assert template_references.faults(clouds, template, {}) == {}
    assert sorted(clouds.calls) == ["/flavors", "/v2/images"]


def test_what_no_server_uses_does_not_matter():
    assert faults("glance.image", "other", unused={"X"}) == []


def test_heat_enforces_its_own_constraint_for_all():
    codes = faults("glance.image", "other", unused={"X"}, custom="glance.image")
    assert codes == ["image-not-found"]


def test_which_parameters_only_roles_without_servers_use():
    by_name = ROLEMAP.by_name
    unused = template_references.unused(ROLEMAP, [by_name["esx-proxy"], by_name["block-storage"]])
    assert {"EsxProxyImage", "EsxProxyFlavor", "BlockStorageImage"} <= unused
    assert not unused & {"ComputeImage", "ManagementNetwork", "ControlFlavor", "KeyName"}
    assert template_references.unused(ROLEMAP, []) == set()


def test_names_to_choose_from():
    template = [
        parameter("Image", "glance.image"),
        parameter("Network", "neutron.network"),
        parameter("Key", "nova.keypair"),
        parameter("Other", None),
    ]
    assert template_references.choices(Clouds(), template) == {
        "Image": ["full", "twice"],
        "Network": ["management"],
        "Key": ["ops"],
    }


def test_a_service_that_fails_has_none():
    template = [parameter("Image", "glance.image"), parameter("Key", "nova.keypair")]
    assert template_references.choices(Clouds(down=("image",)), template) == {"Key": ["ops"]}
