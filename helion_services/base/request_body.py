"""Checks of a request before its validation: size, type, JSON, characters.

What passes is bounded: no view works longer on it than on a large but sensible request.
"""

import json
import math

from flask import current_app, request

from helion_services.base.messages import Message
from helion_services.base.problems import Problem

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_SEGMENT = 255
"""Characters of an id in a path."""

BYTES = "application/octet-stream"

_LONGEST_QUERY = 8192  # bytes
_MOST_VALUES = 100_000  # of a body; 1,000 nodes with ports have less than half of that
_DEEPEST = 64  # levels of lists and objects


def check_address():
    """Raise :class:`Problem` for a path or a query that no view can handle."""
    if len(request.query_string) > _LONGEST_QUERY:
        raise Problem(
            400,
            Message(
                "query-too-long",
                "The query of the URL is too long: at most {most} characters.",
                most=_LONGEST_QUERY,
            ),
        )
    if any(len(segment) > LONGEST_SEGMENT for segment in request.path.split("/")):
        raise Problem(
            400,
            Message(
                "path-too-long",
                "A name or an ID in the path is too long: at most {most} characters.",
                most=LONGEST_SEGMENT,
            ),
        )
    for text in (request.path, *request.args, *request.args.values()):
        _refuse_text(text)


def binary(view):
    """Mark a view as taking bytes instead of JSON."""
    view.helion_binary = True
    return view


def check():
    """Raise :class:`Problem` for a body that no view can handle."""
    if request.method in SAFE:
        return
    data = request.get_data()  # raises RequestEntityTooLarge
    if not data:
        return
    if _is_binary():
        if request.mimetype != BYTES:
            raise Problem(
                415,
                Message(
                    "unsupported-media-type-bytes", "Send the body as application/octet-stream."
                ),
            )
        return
    if not request.is_json:
        raise Problem(415, Message("unsupported-media-type", "Send the body as application/json."))
    _refuse_values(_parsed(data))


def _is_binary():
    view = current_app.view_functions.get(request.endpoint)
    return getattr(view, "helion_binary", False)


def _parsed(data):
    # Cheaper than making millions of lists. Those in texts count too: no file has as many.
    if data.count(b"[") + data.count(b"{") > _MOST_VALUES:
        raise Problem(400, _too_many())
    try:
        return json.loads(data.decode(), parse_constant=_refuse_constant)
    except RecursionError as exc:
        raise Problem(400, _too_deep()) from exc
    except (json.JSONDecodeError, UnicodeDecodeError) as exc:
        raise Problem(400, _malformed(exc)) from exc
    except ValueError as exc:  # Python's own limit
        message = Message("malformed-long-number", "A number in the body has too many digits.")
        raise Problem(400, message) from exc


def _refuse_values(content):
    """Walk the values level by level."""
    level, count = [content], 1
    for _depth in range(_DEEPEST):
        below = []
        for value in level:
            if isinstance(value, dict):
                below += value.keys()
                below += value.values()
            elif isinstance(value, list):
                below += value
            elif isinstance(value, str):
                _refuse_text(value)
            elif isinstance(value, float) and not math.isfinite(value):
                _refuse_constant("a number without end")
        count += len(below)
        if count > _MOST_VALUES:
            raise Problem(400, _too_many())
        if not below:
            return
        level = below
    raise Problem(400, _too_deep())


def _refuse_text(text):
    """No database stores these characters, and no answer can contain them."""
    try:
        text.encode()  # refuses surrogates
    except UnicodeEncodeError as exc:
        raise Problem(400, _characters()) from exc
    if "\0" in text:
        raise Problem(400, _characters())


def _refuse_constant(name):
    raise Problem(400, _malformed(name))


def _characters():
    return Message("malformed-text", "The request contains invalid characters.")


def _too_deep():
    return Message(
        "malformed-too-deep",
        "The body is nested too deeply: at most {most} levels are allowed.",
        most=_DEEPEST,
    )


def _too_many():
    return Message(
        "malformed-too-many-values",
        "The body has too many values: at most {most} are allowed.",
        most=_MOST_VALUES,
    )


def _malformed(reason):
    return Message("malformed-json", "The body is not valid JSON: {reason}.", reason=str(reason))
