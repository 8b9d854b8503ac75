"""How many errors an answer has: the first ones, and how many more there are.

Whoever has more wrong mends these first. A body of a few MiB must not be answered with its every
key.
"""

from helion_services.base.messages import Message

MOST = 100
"""Errors in an answer."""

WHOLE = "_schema"
"""The name of what is about a request as a whole, as marshmallow has it."""

_LONGEST = 255  # characters of a field's name


def first(errors, last, most=MOST):
    """The first errors of a list, and if there are more, ``last(message)`` with their number."""
    rest = len(errors) - most
    if rest <= 0:
        return list(errors)
    message = Message("more-errors", "More errors, which are not listed: {count}.", count=rest)
    return [*errors[:most], last(message)]


def by_field(fields):
    """``{field: [message, ...]}`` with the first messages only, and names of a sensible length."""
    pairs = [(name, message) for name, messages in fields.items() for message in messages]
    bounded = {}
    for name, message in first(pairs, lambda message: (WHOLE, message)):
        bounded.setdefault(_short(str(name)), []).append(message)
    return bounded


def _short(name):
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
