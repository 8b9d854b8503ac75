"""Which parts of the demo content are in: each once, so what a person deletes stays deleted."""

import json

from helion_embedded.state import write_private

PARTS = {
    "images": ("glance",),
    "networks": ("neutron",),
    "flavors": ("nova",),
    "volume_types": ("cinder",),
    "nodes": ("ironic",),
}
"""Parts by name, with the services they talk to."""


def possible(instance):
    """Names of the parts that the services of ``instance`` can take."""
    return [part for part, needs in PARTS.items() if all(map(instance.has, needs))]


def is_complete(instance):
    """Whether nothing is left to do."""
    done = load(instance)
    return all(part in done for part in possible(instance)) and (
        "nodes" not in done or done["nodes"] >= instance.nodes
    )


def load(instance):
    """What was done: a dict of part to a number of things (for ``nodes``) or True."""
    try:
        return json.loads(_file(instance).read_text())
    except (OSError, ValueError):
        return {}


def save(instance, done):
    """Remember what :func:`load` returns."""
    write_private(_file(instance), json.dumps(done) + "\n")


def _file(instance):
    return instance.state.root / "seed.json"
