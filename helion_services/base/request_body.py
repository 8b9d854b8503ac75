"""Checks of a request before its validation: size, type, JSON, characters."""

import json
import math

from flask import request

from helion_services.base.messages import Message
from helion_services.base.problems import Problem

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def check():
    """Raise :class:`Problem` for a request that no view can handle."""
    for text in (request.path, *request.args, *request.args.values()):
        _refuse_text(text)
    if request.method in SAFE:
        return
    data = request.get_data()  # raises RequestEntityTooLarge
    if not data:
        return
    if not request.is_json:
        raise Problem(415, Message("unsupported-media-type", "Send the body as application/json."))
    try:
        content = json.loads(data.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as exc:
        raise Problem(400, _malformed(exc)) from exc
    _refuse_values(content)


def _refuse_values(content):
    left = [content]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += value.keys()
            left += value.values()
        elif isinstance(value, list):
            left += value
        elif isinstance(value, str):
            _refuse_text(value)
        elif isinstance(value, float) and not math.isfinite(value):
            _refuse_constant("a number without end")


def _refuse_text(text):
    """No database stores these characters, and no answer can contain them."""
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise Problem(400, Message("malformed-text", "The request contains invalid characters."))


def _refuse_constant(name):
    raise Problem(400, _malformed(name))


def _malformed(reason):
    return Message("malformed-json", "The body is not valid JSON: {reason}.", reason=str(reason))
