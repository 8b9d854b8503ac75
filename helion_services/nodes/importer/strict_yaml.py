"""YAML without what makes it dangerous or surprising.

No aliases (a few lines of them unfold to gigabytes), no tags, no depth; and of all that YAML 1.1
takes for something else than text only whole numbers, ``true``, ``false`` and ``null`` are: not
``yes``, not ``0755``, and not the MAC address ``78:57:10:22:50:58``, which is a number to base 60.
"""

import re

import yaml

from helion_services.base.messages import Message
from helion_services.nodes.importer.values import Invalid

_DEEPEST = 32
_MOST_EVENTS = 200_000  # 1,000 nodes with ports have less
_NOT_YAML = Message("file-not-yaml", "This is not well-formed YAML.")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """A safe loader with the types above only."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the name and the form are PyYAML's


for _tag, _form, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"0|[1-9][0-9]{0,17}", "0123456789"),
    ("null", r"~|null|", ["~", "n", ""]),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_form})\\Z"), list(_first)
    )


def load(text):
    """The content of the single document in ``text``; raises :class:`Invalid`."""
    try:
        _look(text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - it is a safe one
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark or exc.context_mark
        if not mark:
            raise Invalid(_NOT_YAML) from None
        message = Message(
            "file-not-yaml-at",
            "This is not well-formed YAML. Look at line {line}, column {column}.",
            line=mark.line + 1,
            column=mark.column + 1,
        )
        raise Invalid(message) from None
    except (yaml.YAMLError, ValueError, RecursionError) as exc:
        if isinstance(exc, Invalid):
            raise
        raise Invalid(_NOT_YAML) from None


def _look(text):
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if number > _MOST_EVENTS:
            raise Invalid(
                Message("file-too-many-values", "The file has too many values. Split the file.")
            )
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Invalid(
                Message(
                    "file-yaml-alias",
                    "Anchors and aliases are not allowed. Write line {line} out.",
                    line=line,
                )
            )
        if getattr(event, "tag", None):
            raise Invalid(
                Message(
                    "file-yaml-tag",
                    "Tags are not allowed. Remove the tag in line {line}.",
                    line=line,
                )
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise Invalid(
                Message(
                    "file-yaml-too-deep",
                    "Line {line} is nested too deeply. At most {limit} levels are allowed.",
                    line=line,
                    limit=_DEEPEST,
                )
            )
