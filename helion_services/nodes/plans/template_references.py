"""Flavors, images and networks that a template's parameters name.

Heat looks them up only when it makes the stack (or previews it, which takes seconds): a name that
is wrong would be said in the middle of a deployment.
"""

import concurrent.futures

from helion_services.nodes import undercloud


def missing(clouds, known, given):
    """Messages by parameter for what is named and is not there: one call for each kind.

    :param known: the template's :class:`~helion_services.nodes.stack.models.FormParameter` by name
    :param given: values by parameter; the others have the template's own
    """
    wanted = {}
    for name, parameter in known.items():
        kind = _KINDS.get(parameter.constraints.get("custom"))
        value = given.get(name, parameter.default)
        if kind and value:
            wanted.setdefault(kind, {})[name] = value
    if not wanted:
        return {}
    with concurrent.futures.ThreadPoolExecutor(len(wanted)) as pool:
        there = dict(zip(wanted, pool.map(lambda kind: _there(clouds, *kind), wanted), strict=True))
    return {
        name: [f"There is no {kind[0]} “{value}”."]
        for kind, names in wanted.items()
        for name, value in names.items()
        if value not in there[kind]
    }


# Heat's constraint: what it is called, whom to ask, and where.
_KINDS = {
    "nova.flavor": ("flavor", "compute", "/flavors?is_public=None&limit=1000"),
    "glance.image": ("image", "image", "/v2/images?limit=1000"),
    "neutron.network": ("network", "network", "/v2.0/networks?fields=id&fields=name"),
}


def _there(clouds, what, service, path):
    """The names and ids of all of a kind."""
    with undercloud.answering(service):
        found = clouds.adapter("undercloud", service).get(path).json()[f"{what}s"]
    return {one[key] for one in found for key in ("id", "name")}
