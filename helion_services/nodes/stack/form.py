"""The parameters of a template for a form."""

from helion_services.nodes.stack.models import FormParameter

ADVANCED = "advanced"
"""The tag of parameters that a simple form omits."""

HASHED = "password_hash"
"""The tag of passwords that only their Keystone hash stands for, in Heat and on servers."""

REFERENCES = ("nova.flavor", "nova.keypair", "glance.image", "neutron.network")
"""Tags of parameters that name a resource, and Heat's constraints of the same meaning.

Heat enforces its constraints for every parameter; a tag leaves alone what no server uses.
"""

HOST, ADDRESS = "host", "address"
"""What each item of a list is: a host name or an address, or an address."""

MOST_SERVERS = 10_000  # of a role; each is planned for

_ITEMS = {"host_names": HOST, "ip_addresses": ADDRESS}  # by tag
_TYPES = {
    "String": "string",
    "Number": "number",
    "Boolean": "boolean",
    "Json": "json",
    "CommaDelimitedList": "comma_delimited_list",
}
_CONSTRAINTS = {
    "MinValue": "min",
    "MaxValue": "max",
    "MinLength": "min_length",
    "MaxLength": "max_length",
    "AllowedValues": "allowed_values",
    "AllowedPattern": "allowed_pattern",
    "CustomConstraint": "custom",
    "ConstraintDescription": "description",
}
_PURPOSES = ("count", "flavor", "removal", "placement", "images")


def parameters(heat, rolemap, stack=None):
    """All :class:`~.models.FormParameter`, in the order of the template's groups: one call.

    Heat itself reads the template. ``stack``, if there is one, gives the values.
    """
    template = rolemap.template()
    body = {"template": template.text, "files": template.files}
    answer = heat.post("/validate", json=body).json()
    purposes = {
        getattr(role, purpose): (role, purpose)
        for role in rolemap.roles
        for purpose in _PURPOSES
        if getattr(role, purpose)
    }
    groups = {
        name: group.get("label")
        for group in answer.get("ParameterGroups") or ()
        for name in group["parameters"]
    }
    raw = answer["Parameters"]
    order = [name for name in groups if name in raw] + [name for name in raw if name not in groups]
    return [
        _parameter(name, raw[name], groups.get(name), purposes.get(name), stack) for name in order
    ]


def _parameter(name, raw, group, use, stack):
    role, purpose = use or (None, None)
    hidden = str(raw.get("NoEcho")).lower() == "true"
    constraints = {ours: raw[heats] for heats, ours in _CONSTRAINTS.items() if heats in raw}
    if purpose == "count":
        constraints |= _limits(role)
    tags = raw.get("Tags") or ()
    constraints |= _reference(constraints.get("custom"), tags)
    items = next((kind for tag, kind in _ITEMS.items() if tag in tags), None)
    constraints |= {"items": items} if items else {}
    return FormParameter(
        name=name,
        label=raw.get("Label") or name,
        group=group,
        type=_TYPES.get(raw["Type"], raw["Type"]),
        default=raw.get("Default"),
        description=(raw.get("Description") or "").strip(),
        constraints=constraints,
        value=stack.parameters.get(name) if stack and not hidden else None,
        hidden=hidden,
        advanced=ADVANCED in tags,
        role=role.name if role else None,
        purpose=purpose,
        hashed=hidden and HASHED in tags,
    )


def _reference(custom, tags):
    kinds = [kind for kind in REFERENCES if kind == custom or kind in tags]
    return {"reference": kinds[0]} if kinds else {}


def _limits(role):
    """A role's own limits, which are tighter than the template's."""
    maximum = MOST_SERVERS if role.maximum is None else role.maximum
    return {"min": role.minimum, "max": min(maximum, MOST_SERVERS)}
