"""Flavors: one a resource class, so that a role lands on the servers meant for it."""

from helion_embedded.simulators.models import MODELS

FLAVORS = {
    "baremetal-control": "control",
    "baremetal-compute": "compute",
    "baremetal-object": "object-storage",
    "baremetal-block": "block-storage",
}
"""Resource classes by flavor."""

# A bare-metal node is taken whole: Nova counts the node, not what is in it.
_NOTHING_ELSE = {"resources:VCPU": "0", "resources:MEMORY_MB": "0", "resources:DISK_GB": "0"}


def resource(resource_class):
    """The name Placement has for a resource class: ``object-storage`` is CUSTOM_OBJECT_STORAGE."""
    return "CUSTOM_" + resource_class.upper().replace("-", "_")


def ensure(api):
    """Make the flavors that are missing; returns how many there are."""
    have = {flavor["name"] for flavor in api.get("/flavors").json()["flavors"]}
    for name, resource_class in FLAVORS.items():
        if name not in have:
            _create(api, name, resource_class)
    return len(FLAVORS)


def _create(api, name, resource_class):
    model = MODELS[resource_class]
    flavor = {
        "name": name,
        "vcpus": model.cpus,
        "ram": model.memory,
        "disk": model.local_gb,
        "os-flavor-access:is_public": True,
    }
    created = api.post("/flavors", json={"flavor": flavor}).json()["flavor"]
    extra = {f"resources:{resource(resource_class)}": "1", **_NOTHING_ELSE}
    api.post(f"/flavors/{created['id']}/os-extra_specs", json={"extra_specs": extra})
