"""Frozen dataclasses from what our own services say."""

import dataclasses


def record(kind, body, **read):
    """A ``kind`` of the body's keys of the same names, and of ``read`` as it is.

    Absent and null are the defaults; keys that a newer service adds are left out.
    """
    names = {field.name for field in dataclasses.fields(kind)} - set(read)
    return kind(**{name: body[name] for name in names if body.get(name) is not None}, **read)


def records(kind, bodies):
    """A tuple of them."""
    return tuple(record(kind, body) for body in bodies or ())
