"""Flavors, images and networks that a template's parameters refer to.

Heat looks them up only when it creates the stack (or previews it, which takes seconds): a wrong
name would fail in the middle of a deployment.
"""

import concurrent.futures

from helion_services.base.messages import Message
from helion_services.nodes import undercloud

# Heat's constraint: the resource, the service that has it, and where.
_KINDS = {
    "nova.flavor": ("flavor", "compute", "/flavors?is_public=None&limit=1000"),
    "glance.image": ("image", "image", "/v2/images?limit=1000"),
    "neutron.network": ("network", "network", "/v2.0/networks?fields=id&fields=name"),
}


def missing(clouds, template, values):
    """Messages by parameter for references to nothing: one call for each kind.

    :param template: :class:`~helion_services.nodes.stack.models.FormParameter` by name
    :param values: by parameter; the others have the template's own
    """
    references = {}
    for name, parameter in template.items():
        kind = _KINDS.get(parameter.constraints.get("custom"))
        value = values.get(name, parameter.default)
        if kind and value:
            references.setdefault(kind, {})[name] = value
    if not references:
        return {}
    with concurrent.futures.ThreadPoolExecutor(len(references)) as pool:
        results = pool.map(lambda kind: _names(clouds, *kind), references)
        existing = dict(zip(references, results, strict=True))
    return {
        name: [_missing(kind[0], value)]
        for kind, names in references.items()
        for name, value in names.items()
        if value not in existing[kind]
    }


def _missing(kind, name):
    if kind == "flavor":
        return Message("flavor-not-found", "There is no flavor “{name}”.", name=name)
    if kind == "image":
        return Message("image-not-found", "There is no image “{name}”.", name=name)
    return Message("network-not-found", "There is no network “{name}”.", name=name)


def _names(clouds, resource, service, path):
    """The names and ids of all resources of a kind."""
    with undercloud.answering(service):
        rows = clouds.adapter("undercloud", service).get(path).json()[f"{resource}s"]
    return {row[key] for row in rows for key in ("id", "name")}
