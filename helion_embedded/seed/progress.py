"""Which parts of the demo content are in: each once, so what a person deletes stays deleted."""

import json

from helion_embedded.seed import racks
from helion_embedded.state import write_private

_PARTS = {
    "networks": ("neutron",),
    "carrier_grade": ("neutron",),
    "nodes": ("ironic",),
    "images": ("glance",),
    "flavors": ("nova",),
    "volume_types": ("cinder",),
    "overcloud": ("overcloud", "glance"),
    "source": ("helion", "distribution"),
    "bulk": ("ironic",),
    "repository": ("helion",),
}
"""Parts by name, with the services that must run for them."""


def missing(instance):
    """Names of the parts that the services of ``instance`` can take and that are not in yet."""
    done = load(instance)
    goals = {part: 1 for part, names in _PARTS.items() if all(map(instance.has, names))}
    if not instance.carrier_grade:
        goals.pop("carrier_grade", None)
    if "nodes" in goals:
        goals["nodes"] = min(instance.nodes, len(racks.SERVERS))
        goals["bulk"] = instance.nodes - goals["nodes"]
    return [part for part, count in goals.items() if done.get(part, 0) < count]


def needs(part):
    """The services to wait for before ``part`` goes in."""
    return _PARTS[part]


def load(instance):
    """What is in: a dict of part to the number of its things."""
    try:
        return json.loads(_file(instance).read_text())
    except (OSError, ValueError):
        return {}


def save(instance, done):
    """Remember what :func:`load` returns."""
    write_private(_file(instance), json.dumps(done) + "\n")


def _file(instance):
    return instance.state.root / "seed.json"
