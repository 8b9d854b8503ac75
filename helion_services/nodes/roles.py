"""The mapping file: which parts of a Heat template stand for which role."""

import dataclasses
import pathlib
import string

import yaml
from marshmallow import Schema, ValidationError, fields, validate

from helion_services.base.field_messages import Coded
from helion_services.base.messages import Message
from helion_services.base.problems import Problem, by_field
from helion_services.nodes import template

DEFAULT = pathlib.Path(__file__).parent / "templates" / "roles.yaml"
KINDS = ("controller", "compute", "object", "block", "proxy", "other")
GROUP = "OS::Heat::ResourceGroup"

_TYPES = {"count": "number", "removal": "json", "placement": "json", "flavor": "string"}
_OPTIONAL = {"image": "string", "images": "json"}
_UNIQUE = ("name", "group", "count", "removal", "placement", "images", "server")


class RolesError(Problem):
    """The mapping file, or its template, cannot be used.

    :param reason: a :class:`~helion_services.base.messages.Message`, or a list with all of them
    """

    def __init__(self, reason):
        message = Message(
            "roles-invalid", "The file of the roles cannot be used: {reason}", reason=reason
        )
        super().__init__(500, message)


@dataclasses.dataclass(frozen=True)
class Role:
    """A role.

    :ivar kind: one of :data:`KINDS`; the rules for adding and removing nodes go by it
    :ivar group: the name of its ``OS::Heat::ResourceGroup``
    :ivar count: the parameter that counts its servers
    :ivar removal: the parameter of the indices that have left
    :ivar placement: the parameter that maps an index to a bare-metal node
    :ivar flavor: the parameter of its flavor
    :ivar image: the parameter of its image, or None
    :ivar images: the parameter that maps an index to an image other than the role's, or None
    :ivar server: pattern of the servers' names, with ``{stack}`` and ``{index}``
    :ivar resource_class: of the nodes that suit it
    :ivar hardware: the profile its nodes are checked against, or None
    :ivar maximum: None for no limit
    """

    name: str
    title: str
    kind: str
    group: str
    count: str
    removal: str
    placement: str
    flavor: str
    server: str
    resource_class: str
    image: str | None = None
    images: str | None = None
    hardware: str | None = None
    minimum: int = 0
    maximum: int | None = None

    def server_name(self, stack, index):
        """The name of the server with an index in the stack called ``stack``."""
        return self.server.format(stack=stack, index=index)


@dataclasses.dataclass(frozen=True)
class RoleMap:
    """A mapping file that fits its template."""

    stack: str
    template_path: pathlib.Path
    roles: tuple[Role, ...]

    @property
    def by_name(self):
        """The roles by name."""
        return {role.name: role for role in self.roles}

    def template(self):
        """The :class:`~helion_services.nodes.template.Template` to send to Heat."""
        return template.read(self.template_path)


def load(path=None):
    """The :class:`RoleMap` of a file, by default the service's own; raises :class:`RolesError`."""
    path = pathlib.Path(path or DEFAULT)
    data = _read(path)
    faults = list(_invalid(data))
    if faults:
        raise _error(path, faults)
    rolemap = RoleMap(
        data["stack"],
        (path.parent / data["template"]).resolve(),
        tuple(Role(**role) for role in data["roles"]),
    )
    try:
        parsed = rolemap.template()
    except template.TemplateError as error:
        raise _error(path, [error.reason]) from error
    faults = [*_clashes(rolemap.roles), *_misfits(rolemap, parsed)]
    if faults:
        raise _error(path, faults)
    return rolemap


_BRACES = Coded(Message("role-braces", "May hold {{stack}} and {{index}}, nothing else in braces."))
_NO_INDEX = Coded(Message("role-no-index", "Must hold {{index}}."))
_NOT_A_SLUG = Coded(
    Message("role-name-pattern", "Lower-case letters, digits and hyphens, a letter first.")
)
_NOT_A_STACK = Coded(Message("stack-name-pattern", "Not a name that Heat takes for a stack."))


def _pattern(value):
    """Refuse a name pattern with which servers cannot be told apart."""
    try:
        names = {name for _, name, spec, _ in string.Formatter().parse(value) if name is not None}
        value.format(stack="s", index="0")
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise ValidationError(_BRACES) from error
    if "index" not in names:
        raise ValidationError(_NO_INDEX)


_WORD = validate.Length(min=1)
_SLUG = validate.Regexp(r"^[a-z][a-z0-9-]*$", error=_NOT_A_SLUG)


class _RoleSchema(Schema):
    name = fields.String(required=True, validate=_SLUG)
    title = fields.String(required=True, validate=_WORD)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    group = fields.String(required=True, validate=_WORD)
    count = fields.String(required=True, validate=_WORD)
    removal = fields.String(required=True, validate=_WORD)
    placement = fields.String(required=True, validate=_WORD)
    flavor = fields.String(required=True, validate=_WORD)
    image = fields.String(allow_none=True, validate=_WORD)
    images = fields.String(allow_none=True, validate=_WORD)
    server = fields.String(required=True, validate=_pattern)
    resource_class = fields.String(required=True, validate=_WORD)
    hardware = fields.String(allow_none=True, validate=_WORD)
    minimum = fields.Integer(strict=True, validate=validate.Range(min=0))
    maximum = fields.Integer(strict=True, allow_none=True, validate=validate.Range(min=0))


class _FileSchema(Schema):
    stack = fields.String(
        required=True,
        validate=validate.Regexp(r"^[a-zA-Z][a-zA-Z0-9_.-]{0,254}$", error=_NOT_A_STACK),
    )
    template = fields.String(required=True, validate=_WORD)
    roles = fields.List(fields.Nested(_RoleSchema), required=True, validate=_WORD)


def _read(path):
    try:
        return template.parsed(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise RolesError(template.unreadable(path, error)) from error
    except yaml.YAMLError as error:
        raise RolesError(template.not_yaml(path, error)) from error


def _invalid(data):
    """A message for every key with faults of the file alone."""
    for key, faults in by_field(_FileSchema().validate(data)).items():
        yield _at(*_place(data, key), faults)


def _place(data, key):
    """The label of a role, or None for the file itself, and the rest of a dotted key."""
    first, _, rest = key.partition(".")
    number, _, name = rest.partition(".")
    if first != "roles" or not number.isdigit():
        return None, "" if key == "_schema" else key
    role = data["roles"][int(number)]
    label = role.get("name") if isinstance(role, dict) else None
    return label or int(number) + 1, name


def _at(role, key, faults):
    """The faults of a key of a role; ``role`` is its name, its number from 1, or None."""
    if role is None and not key:
        return Message("roles-fault", "the file: {faults}", faults=faults)
    if role is None:
        return Message("roles-key-fault", "{key}: {faults}", key=key, faults=faults)
    label = role if isinstance(role, int) else f"“{role}”"
    if not key:
        return Message("role-fault", "role {role}: {faults}", role=label, faults=faults)
    return Message(
        "role-key-fault", "role {role}, {key}: {faults}", role=label, key=key, faults=faults
    )


def _clashes(roles):
    """Values that two roles share but may not, and limits that exclude everything."""
    for role in roles:
        if role.maximum is not None and role.maximum < role.minimum:
            fault = Message(
                "role-maximum-low", "is below the minimum, {minimum}.", minimum=role.minimum
            )
            yield _at(role.name, "maximum", [fault])
    for key in _UNIQUE:
        owners = {}
        for role in roles:
            value = getattr(role, key)
            if value is None:
                continue
            if value in owners:
                fault = Message(
                    "role-value-shared",
                    "role “{role}” has “{value}” as well.",
                    role=owners[value],
                    value=value,
                )
                yield _at(role.name, key, [fault])
            owners.setdefault(value, role.name)


def _misfits(rolemap, parsed):
    """References of the roles to nothing in the template."""
    for role in rolemap.roles:
        for key, expected in _types(role).items():
            fault = _parameter_fault(rolemap, parsed, getattr(role, key), expected)
            if fault:
                yield _at(role.name, key, [fault])
        fault = _group_fault(rolemap, parsed, role.group)
        if fault:
            yield _at(role.name, "group", [fault])


def _types(role):
    """The type of each of the role's parameters."""
    return _TYPES | {key: kind for key, kind in _OPTIONAL.items() if getattr(role, key)}


def _parameter_fault(rolemap, parsed, name, expected):
    parameter = parsed.parameters.get(name)
    kind = parameter.get("type") if isinstance(parameter, dict) else None
    if parameter is None:
        return Message(
            "role-parameter-missing",
            "there is no parameter “{name}” in {path}.",
            name=name,
            path=str(rolemap.template_path),
        )
    if kind != expected:
        return Message(
            "role-parameter-type",
            "“{name}” must be of type {expected}, not {actual}.",
            name=name,
            expected=expected,
            actual=kind,
        )
    return None


def _group_fault(rolemap, parsed, name):
    group = parsed.resources.get(name)
    if group is None:
        return Message(
            "role-resource-missing",
            "there is no resource “{name}” in {path}.",
            name=name,
            path=str(rolemap.template_path),
        )
    if not isinstance(group, dict) or group.get("type") != GROUP:
        return Message("role-group-type", "“{name}” is not a {type}.", name=name, type=GROUP)
    return None


def _error(path, faults):
    return RolesError(Message("file-faults", "{path}: {faults}", path=str(path), faults=faults))
