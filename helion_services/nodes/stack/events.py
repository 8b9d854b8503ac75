"""The events of the stack."""

from keystoneauth1 import exceptions as keystoneauth

from helion_services.nodes.stack.models import Event
from helion_services.nodes.stack.read import DEPTH, resources
from helion_services.nodes.stack.tree import plain


def events(heat, stack, limit=50):
    """The last :class:`Event`, the newest first, of the stack and its nested stacks: two calls."""
    query = {"nested_depth": DEPTH, "limit": limit, "sort_dir": "desc"}
    try:
        raw = heat.get(f"{stack.path}/events", params=query).json()["events"]
    except keystoneauth.NotFound:
        return []
    tree = resources(heat, stack)
    types = {resource.path: resource.type for resource in tree.resources}
    rows = []
    for entry in raw:
        path = _path(entry, stack, tree.paths)
        rows.append(
            Event(
                at=entry["event_time"],
                resource=path,
                type=types.get(path),
                status=entry["resource_status"],
                reason=plain(entry.get("resource_status_reason") or ""),
            )
        )
    return rows


def _path(entry, stack, paths):
    """The path of the resource; of a nested stack, that of the resource it belongs to."""
    links = {link["rel"]: link["href"].rpartition("/")[2] for link in entry["links"]}
    inside = links.get("stack", stack.id)
    name = entry["resource_name"]
    if entry.get("physical_resource_id") == inside:
        return stack.name if inside == stack.id else paths.get(inside, name)
    prefix = paths.get(inside)
    return f"{prefix}/{name}" if prefix else name
