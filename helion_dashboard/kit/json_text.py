"""JSON that a browser sent: what a service could not be sent on is refused here."""

import json

from django.http import RawPostDataException
from django.utils.translation import gettext as _


def parse(text):
    """What the JSON ``text`` holds; raises :class:`ValueError` with a sentence.

    Refused is also what Python reads but cannot write again: nested too deeply, halves of a
    surrogate pair, ``NaN``.
    """
    try:
        content = json.loads(text, parse_constant=_refuse)
        json.dumps(content, ensure_ascii=False).encode()
    except RecursionError as exc:
        raise ValueError(_("It is nested too deeply.")) from exc
    except UnicodeError as exc:
        raise ValueError(_("It is not UTF-8 text.")) from exc
    return content


def body(request):
    """The JSON object in the body of a request; raises :class:`ValueError`."""
    try:
        content = parse(request.body)
    except RawPostDataException as exc:
        raise ValueError("a form") from exc
    if not isinstance(content, dict):
        raise ValueError("no object")
    return content


def _refuse(constant):
    raise ValueError(constant)
