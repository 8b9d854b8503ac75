"""The answer of a rule."""

import dataclasses

PASS = "pass"  # noqa: S105 - no password
WARN = "warn"
BLOCK = "block"


@dataclasses.dataclass(frozen=True)
class Check:
    """What a rule found.

    :ivar name: the rule's name, such as ``quorum.controllers``
    :ivar title: what was looked at, for a list of checks
    :ivar result: ``pass``, ``warn`` or ``block``
    :ivar reason: a sentence or two; for ``pass`` what was seen
    """

    name: str
    title: str
    result: str
    reason: str


def passed(name, title, reason):
    """A check that found nothing wrong."""
    return Check(name, title, PASS, reason)


def warned(name, title, reason):
    """A check that found what a person should know before going on."""
    return Check(name, title, WARN, reason)


def blocked(name, title, reason):
    """A check that found what must change before anything else may."""
    return Check(name, title, BLOCK, reason)
