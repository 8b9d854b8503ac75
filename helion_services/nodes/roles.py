"""The mapping file: which parts of a Heat template stand for which role."""

import dataclasses
import pathlib
import string

import yaml
from marshmallow import Schema, ValidationError, fields, validate

from helion_services.base.messages import Message
from helion_services.base.problems import Problem, by_field
from helion_services.nodes import template

DEFAULT = pathlib.Path(__file__).parent / "templates" / "roles.yaml"
KINDS = ("controller", "compute", "object", "block", "proxy", "other")
GROUP = "OS::Heat::ResourceGroup"

_TYPES = {"count": "number", "removal": "json", "placement": "json", "flavor": "string"}
_UNIQUE = ("name", "group", "count", "removal", "placement", "server")


class RolesError(Problem):
    """The mapping file, or its template, cannot be used; the text has all faults."""

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
    faults = [
        f"{_place(data, key)}: {' '.join(map(str, texts))}" for key, texts in _invalid(data).items()
    ]
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
        raise RolesError(f"{path}: {error.reason}") from error
    faults = [*_clashes(rolemap.roles), *_misfits(rolemap, parsed)]
    if faults:
        raise _error(path, faults)
    return rolemap


def _pattern(value):
    """Refuse a name pattern with which servers cannot be told apart."""
    try:
        names = {name for _, name, spec, _ in string.Formatter().parse(value) if name is not None}
        value.format(stack="s", index="0")
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise ValidationError("May hold {stack} and {index}, nothing else in braces.") from error
    if "index" not in names:
        raise ValidationError("Must hold {index}.")


_WORD = validate.Length(min=1)
_SLUG = validate.Regexp(
    r"^[a-z][a-z0-9-]*$", error="Lower-case letters, digits and hyphens, a letter first."
)


class _RoleSchema(Schema):
    name = fields.String(required=True, validate=_SLUG)
    title = fields.String(required=True, validate=_WORD)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    group = fields.String(required=True, validate=_WORD)
    count = fields.String(required=True, validate=_WORD)
    removal = fields.String(required=True, validate=_WORD)
    placement = fields.String(required=True, validate=_WORD)
    flavor = fields.String(required=True, validate=_WORD)
    server = fields.String(required=True, validate=_pattern)
    resource_class = fields.String(required=True, validate=_WORD)
    hardware = fields.String(allow_none=True, validate=_WORD)
    minimum = fields.Integer(strict=True, validate=validate.Range(min=0))
    maximum = fields.Integer(strict=True, allow_none=True, validate=validate.Range(min=0))


class _FileSchema(Schema):
    stack = fields.String(
        required=True,
        validate=validate.Regexp(
            r"^[a-zA-Z][a-zA-Z0-9_.-]{0,254}$", error="Not a name that Heat takes for a stack."
        ),
    )
    template = fields.String(required=True, validate=_WORD)
    roles = fields.List(fields.Nested(_RoleSchema), required=True, validate=_WORD)


def _read(path):
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RolesError(f"{path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RolesError(f"{path} is not YAML: {' '.join(str(error).split())}.") from error


def _invalid(data):
    """Messages by dotted key for faults of the file alone."""
    return by_field(_FileSchema().validate(data))


def _place(data, key):
    """A dotted key in words: ``roles.1.kind`` is ``role “compute”, kind``."""
    first, _, rest = key.partition(".")
    number, _, name = rest.partition(".")
    if first != "roles" or not number.isdigit():
        return "the file" if key == "_schema" else key
    role = data["roles"][int(number)]
    label = role.get("name") if isinstance(role, dict) else None
    where = f"role “{label}”" if label else f"role {int(number) + 1}"
    return f"{where}, {name}" if name else where


def _clashes(roles):
    """Values that two roles share but may not, and limits that exclude everything."""
    for role in roles:
        if role.maximum is not None and role.maximum < role.minimum:
            yield f"role “{role.name}”, maximum: is below the minimum, {role.minimum}."
    for key in _UNIQUE:
        owners = {}
        for role in roles:
            value = getattr(role, key)
            if value in owners:
                other = owners[value]
                yield f"role “{role.name}”, {key}: role “{other}” has “{value}” as well."
            owners.setdefault(value, role.name)


def _misfits(rolemap, parsed):
    """References of the roles to nothing in the template."""
    where = f"in {rolemap.template_path}"
    for role in rolemap.roles:
        for key, expected in _TYPES.items():
            name = getattr(role, key)
            parameter = parsed.parameters.get(name)
            kind = parameter.get("type") if isinstance(parameter, dict) else None
            if parameter is None:
                yield f"role “{role.name}”, {key}: there is no parameter “{name}” {where}."
            elif kind != expected:
                yield f"role “{role.name}”, {key}: “{name}” must be of type {expected}, not {kind}."
        group = parsed.resources.get(role.group)
        if group is None:
            yield f"role “{role.name}”, group: there is no resource “{role.group}” {where}."
        elif not isinstance(group, dict) or group.get("type") != GROUP:
            yield f"role “{role.name}”, group: “{role.group}” is not a {GROUP}."


def _error(path, faults):
    return RolesError(f"{path}: {' '.join(faults)}")
