"""Flavors, key pairs, images and networks that a template's parameters refer to.

Heat looks them up only when it creates the stack (or previews it, which takes seconds): a wrong
name would fail in the middle of a deployment.
"""

import dataclasses

from helion_services.base.messages import Message
from helion_services.base.problems import Unavailable
from helion_services.base.threads import Pool
from helion_services.nodes import undercloud


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of resources.

    :ivar member: the key below which each one is in a list, or None
    :ivar ready: the key and the value of those that can be used, or None for all
    """

    name: str
    service: str
    path: str
    member: str | None = None
    ready: tuple | None = None

    def is_ready(self, row):
        """Whether a resource can be used."""
        return self.ready is None or row.get(self.ready[0]) == self.ready[1]


# By Heat's name for the reference.
_KINDS = {
    "nova.flavor": Kind("flavor", "compute", "/flavors?is_public=None&limit=1000"),
    "nova.keypair": Kind("keypair", "compute", "/os-keypairs?limit=1000", member="keypair"),
    "glance.image": Kind("image", "image", "/v2/images?limit=1000", ready=("status", "active")),
    "neutron.network": Kind(
        "network",
        "network",
        "/v2.0/networks?fields=id&fields=name&fields=admin_state_up",
        ready=("admin_state_up", True),
    ),
}


def faults(clouds, template, values, unused=()):
    """Messages by parameter for references to nothing, or to what cannot be used: one call for
    each kind.

    :param template: :class:`~helion_services.nodes.stack.models.FormParameter` by name
    :param values: by parameter; the others have the template's own
    :param unused: names of parameters that no server uses; Heat's own constraints hold for them
        all the same
    """
    references = {}
    for name, parameter in template.items():
        kind = _KINDS.get(parameter.constraints.get("reference"))
        value = values.get(name, parameter.default)
        needed = name not in unused or "custom" in parameter.constraints
        if kind and value and needed:
            references.setdefault(kind, {})[name] = value
    if not references:
        return {}
    with Pool(len(references)) as pool:
        resources = dict(
            zip(
                references, pool.map(lambda kind: _resources(clouds, kind), references), strict=True
            )
        )
    messages = {
        name: _fault(kind, value, resources[kind])
        for kind, names in references.items()
        for name, value in names.items()
    }
    return {name: [message] for name, message in messages.items() if message}


def unused(rolemap, idle):
    """Names of the template's parameters that only the groups of roles without servers use.

    :param idle: these roles
    """
    resources = rolemap.template().resources
    groups = {role.group for role in idle}
    used = {name: set(_parameters(resource)) for name, resource in resources.items()}
    of_idle = set().union(*(names for name, names in used.items() if name in groups))
    return of_idle.difference(*(names for name, names in used.items() if name not in groups))


def _parameters(node):
    """The names of the parameters that a part of a template reads."""
    if isinstance(node, list):
        for item in node:
            yield from _parameters(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "get_param":
                yield value[0] if isinstance(value, list) else value
            else:
                yield from _parameters(value)


def choices(clouds, template):
    """Names that a parameter may refer to, by the parameter; none of a service that fails.

    :param template: list of :class:`~helion_services.nodes.stack.models.FormParameter`
    """
    kinds = {_KINDS.get(parameter.constraints.get("reference")) for parameter in template} - {None}
    if not kinds:
        return {}
    with Pool(len(kinds)) as pool:
        names = dict(zip(kinds, pool.map(lambda kind: _usable(clouds, kind), kinds), strict=True))
    by_parameter = {
        parameter.name: names.get(_KINDS.get(parameter.constraints.get("reference")))
        for parameter in template
    }
    return {name: listed for name, listed in by_parameter.items() if listed}


def _usable(clouds, kind):
    try:
        resources = _resources(clouds, kind)
    except Unavailable:
        return []
    return sorted({row["name"] for row in resources if row.get("name") and kind.is_ready(row)})


def _fault(kind, value, resources):
    """What is wrong with a reference by name or id, or None."""
    rows = [row for row in resources if value in (row.get("id"), row.get("name"))]
    if not rows:
        return _missing(kind.name, value)
    if not any(kind.is_ready(row) for row in rows):
        return _unusable(kind.name, value, rows[0])
    return None


def _missing(kind, name):
    if kind == "flavor":
        return Message("flavor-not-found", "There is no flavor “{name}”.", name=name)
    if kind == "image":
        return Message("image-not-found", "There is no image “{name}”.", name=name)
    if kind == "keypair":
        return Message("keypair-not-found", "There is no key pair “{name}”.", name=name)
    return Message("network-not-found", "There is no network “{name}”.", name=name)


def _unusable(kind, name, row):
    if kind == "image":
        return Message(
            "image-not-active",
            "The image “{name}” is {status}, not active.",
            name=name,
            status=row["status"],
        )
    return Message("network-down", "The network “{name}” is switched off.", name=name)


def _resources(clouds, kind):
    """All resources of a kind, as their service lists them."""
    with undercloud.answering(kind.service):
        rows = clouds.adapter("undercloud", kind.service).get(kind.path).json()[f"{kind.name}s"]
    return [row[kind.member] for row in rows] if kind.member else rows
