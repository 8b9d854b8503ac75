"""Texts that the wires to all services have in common: moments, and segments of a path."""

import datetime
import re

from django.utils.dateparse import parse_datetime

from helion_dashboard.api import errors


def moment(text):
    """An aware :class:`datetime.datetime` of ISO 8601; ``None`` for nothing, UTC without a zone."""
    found = parse_datetime(text) if text else None
    return found.replace(tzinfo=datetime.UTC) if found and not found.tzinfo else found


def segment(service, ident):
    """``ident`` as one segment of a path: a name in a URL must not become another URL."""
    text = str(ident)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._~-]*", text):
        raise errors.NotFound(service, f"No name or UUID: {text!r}", 404)
    return text
