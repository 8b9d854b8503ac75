"""Files with layouts: read, and checked with the line of each fault.

A key is known by the field of its dataclass in :mod:`.layout`; what a field takes is in
:data:`_TAKES`. A file is as small as that table allows.
"""

import dataclasses
import pathlib
import re

import yaml

from helion_dashboard.kit.topology import layout as model

_SLUG = re.compile(r"[a-z][a-z0-9-]*")
_DASH = re.compile(r"(\d{1,3}( \d{1,3})*)?")
_MOST = 255  # characters of a text
# Keys that files of earlier releases have.
_FORMER = {(model.Role, "seen"): "source"}


class LayoutError(Exception):
    """A file that is not a valid layout.

    :ivar faults: ``(line, sentence)`` each, by line
    """

    def __init__(self, path, faults):
        self.path = path
        self.faults = tuple(sorted(faults))
        super().__init__("; ".join(self.sentences))

    @property
    def sentences(self):
        """Each fault with its place, as ``kvm.yaml:12: ...``."""
        name = pathlib.Path(self.path).name
        return [f"{name}:{line}: {fault}" for line, fault in self.faults]


def read(path):
    """The :class:`~.layout.Layout` in a file; raises :class:`LayoutError` with every fault."""
    try:
        text = pathlib.Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise LayoutError(path, [(1, f"The file cannot be read: {exc}.")]) from exc
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        reason = getattr(exc, "problem", None) or "not valid YAML"
        raise LayoutError(path, [(line, f"{reason}.")]) from exc
    reader = _Reader()
    layout = reader.record(root, model.Layout) if root is not None else None
    if layout is None and not reader.faults:
        reader.faults.append((1, "The file is empty."))
    if not reader.faults:
        reader.relations(layout, root)
    if reader.faults:
        raise LayoutError(path, reader.faults)
    return layout


class _Reader:
    """Makes dataclasses of YAML's nodes, and notes what is wrong with them."""

    def __init__(self):
        self.faults = []

    def fault(self, node, sentence):
        self.faults.append((node.start_mark.line + 1, sentence))

    def record(self, node, kind):
        """An instance of the dataclass ``kind``, or ``None`` with faults noted."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, f"{kind.__name__} must be a mapping.")
            return None
        fields = {field.name: field for field in dataclasses.fields(kind)}
        before, values = len(self.faults), {}
        for key, value in node.value:
            name = _FORMER.get((kind, key.value), key.value)
            if name not in fields:
                self.fault(key, f"Unknown key “{key.value}”. Keys: {', '.join(fields)}.")
            elif name in values:
                self.fault(key, f"Duplicate key “{key.value}”.")
            else:
                values[name] = self._value(value, kind, fields[name])
        for name, field in fields.items():
            if field.default is dataclasses.MISSING and name not in values:
                self.fault(node, f"“{name}” is missing.")
        return None if len(self.faults) > before else kind(**values)

    def _value(self, node, kind, field):
        take = _TAKES[kind].get(field.name) or _TAKES[None][field.name]
        return take(self, node)

    def relations(self, layout, root):
        """Note what does not fit together: doubles, and ids of things that are not there."""
        places = _places(root)
        regions = {region.id for region in layout.regions}
        networks = {network.id for network in layout.networks}
        for group, items in (("networks", layout.networks), ("roles", layout.roles)):
            ids = set()
            for number, item in enumerate(items):
                node = places[group][number]
                if item.id in ids:
                    self.fault(node, f"Duplicate id “{item.id}”.")
                ids.add(item.id)
                if item.region and item.region not in regions:
                    self.fault(node, f"Unknown region “{item.region}”.")
        for number, role in enumerate(layout.roles):
            self._attachments(role, networks, places["roles"][number])
        for name, value in _looks(layout):
            if value.count:
                self.fault(places["networks"][value.number], f"{name} another network.")

    def _attachments(self, role, networks, node):
        named = [attachment.network for attachment in role.networks]
        for name in dict.fromkeys(named):
            if name not in networks:
                self.fault(node, f"“{role.id}” refers to the unknown network “{name}”.")
            if named.count(name) > 1:
                self.fault(node, f"“{role.id}” lists “{name}” twice.")


@dataclasses.dataclass(frozen=True)
class _Look:
    number: int
    count: int


def _looks(layout):
    """Networks that look like one before them; colour and dash each tell all of them apart."""
    for name, key in (("Same colour as", "colour"), ("Same dash as", "dash")):
        values = [getattr(network, key) for network in layout.networks]
        for number, value in enumerate(values):
            yield name, _Look(number, values[:number].count(value))


def _places(root):
    """The nodes of the lists at the top, by key."""
    return {
        key.value: value.value for key, value in root.value if isinstance(value, yaml.SequenceNode)
    }


def _scalar(reader, node, tags, sentence):
    if not isinstance(node, yaml.ScalarNode) or node.tag.rpartition(":")[2] not in tags:
        reader.fault(node, sentence)
        return None
    return yaml.SafeLoader("").construct_object(node)


def _text(reader, node):
    value = _scalar(reader, node, ("str",), "Expected a string; put it in quotes.")
    if value is not None and not 0 < len(value) <= _MOST:
        reader.fault(node, f"The string must have 1 to {_MOST} characters.")
    return value


def _perhaps(take):
    def taken(reader, node):
        return None if node.tag.endswith(":null") else take(reader, node)

    return taken


def _pattern(expression, sentence):
    def taken(reader, node):
        value = _scalar(reader, node, ("str",), "Expected a string; put it in quotes.")
        if value is not None and not expression.fullmatch(value):
            reader.fault(node, sentence)
        return value

    return taken


def _choice(choices):
    def taken(reader, node):
        value = _text(reader, node)
        if value is not None and value not in choices:
            reader.fault(node, f"“{value}” is not one of {', '.join(choices)}.")
        return value

    return taken


def _number(low, high):
    def taken(reader, node):
        value = _scalar(reader, node, ("int",), f"Expected a number from {low} to {high}.")
        if value is not None and not low <= value <= high:
            reader.fault(node, f"The number must be from {low} to {high}.")
        return value

    return taken


def _flag(reader, node):
    return _scalar(reader, node, ("bool",), "Expected “true” or “false”.")


def _many(take, least=0):
    def taken(reader, node):
        if not isinstance(node, yaml.SequenceNode) or len(node.value) < least:
            reader.fault(node, f"Expected a list with at least {least} entries.")
            return ()
        return tuple(take(reader, item) for item in node.value)

    return taken


def _records(kind, least=0):
    return _many(lambda reader, node: reader.record(node, kind), least)


def _lower(reader, node):
    value = _text(reader, node)
    return value.casefold() if value else value


def _reserved(reader, node):
    value = _text(reader, node)
    if value and value.replace("{server}", "", 1).count("{") + value.count("}") != 1:
        reader.fault(node, "It must contain {server} once and no other braces.")
    return value


_slug = _pattern(_SLUG, "Use lower-case letters, digits and hyphens, starting with a letter.")
_vlan_type = _perhaps(_choice(model.VLAN_TYPES))

# What the fields of each dataclass take; under None those that are the same in all.
_TAKES = {
    None: {
        "id": _slug,
        "title": _text,
        "name": _text,
        "purpose": _text,
        "region": _perhaps(_slug),
        "vlan_type": _vlan_type,
        "port": _perhaps(_text),
    },
    model.Layout: {
        "networks": _records(model.Network, 1),
        "roles": _records(model.Role, 1),
        "regions": _records(model.Region),
    },
    model.Region: {},
    model.Traffic: {},
    model.Network: {
        "means": _choice(model.MEANS),
        "colour": _number(1, model.COLOURS),
        "dash": _pattern(
            _DASH, "Expected numbers separated by spaces, or an empty string for a solid line."
        ),
        "bond": _perhaps(_text),
        "boots": _flag,
        "floating": _flag,
        "private": _flag,
        "neutron": _many(_lower),
        "reserved": _perhaps(_reserved),
        "vlan": _perhaps(_number(1, 4094)),
        "carries": _records(model.Traffic),
    },
    model.Attachment: {"network": _slug, "nic": _perhaps(_text), "optional": _flag},
    model.Role: {
        "kind": _choice(model.KINDS),
        "source": _choice(model.SOURCES),
        "networks": _records(model.Attachment),
        "servers": _many(_text),
        "profiles": _many(_text),
        "resource_classes": _many(_text),
    },
}
