"""Queries to Heat about a stack; the number of calls does not grow with the stack."""

import json
from urllib.parse import quote

from keystoneauth1 import exceptions as keystoneauth

from helion_services.nodes.stack.models import GONE, Stack
from helion_services.nodes.stack.tree import Tree

DEPTH = 5
"""Levels of nested stacks; Heat allows no more by default."""


def get(heat, name, outputs=True):
    """The :class:`Stack` with a name or id, or None. Two calls (the first is redirected).

    Outputs take Heat some time to compute: ``outputs`` False omits them.
    """
    return _get(heat, f"/stacks/{quote(name, safe='')}", outputs)


def refresh(heat, stack, outputs=False):
    """The same :class:`Stack` as it is now, or None: one call."""
    return _get(heat, stack.path, outputs)


def _get(heat, path, outputs):
    try:
        answer = heat.get(path, params={"resolve_outputs": str(bool(outputs))})
    except keystoneauth.NotFound:
        return None
    raw = answer.json()["stack"]
    if raw["stack_status"] in GONE:  # Heat shows it for a moment, by its id for longer
        return None
    return Stack(
        id=raw["id"],
        name=raw["stack_name"],
        status=raw["stack_status"],
        status_reason=raw.get("stack_status_reason") or "",
        created_at=raw.get("creation_time"),
        updated_at=raw.get("updated_time"),
        parameters={
            key: decode(value)
            for key, value in raw["parameters"].items()
            if not key.startswith("OS::")
        },
        outputs={
            output["output_key"]: output.get("output_value") for output in raw.get("outputs") or ()
        },
    )


def resources(heat, stack):
    """The :class:`~.tree.Tree` of all resources: one call. Empty for a stack that is gone."""
    try:
        answer = heat.get(f"{stack.path}/resources", params={"nested_depth": DEPTH})
    except keystoneauth.NotFound:
        return Tree(stack, [])
    return Tree(stack, answer.json()["resources"])


def members(heat, stack, rolemap):
    """``{role name: [Member]}``: one call."""
    return resources(heat, stack).members(rolemap)


def decode(value):
    """A parameter's value from the text that Heat gives: lists and maps, or the text itself."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
