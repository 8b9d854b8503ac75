"""What a request is answered with when it cannot be done: problem details, RFC 9457.

``{"type": "about:blank", "title", "status", "code", "detail", "request_id"}``, and ``errors``
(messages by field) if the request itself is wrong. ``code`` is for programs, ``detail`` a sentence
for people.
"""

import http
import json

from werkzeug.wrappers import Response

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """A request that cannot be done.

    :param status: the HTTP status
    :param code: a word for programs, such as ``not-found``
    :param detail: a sentence for people
    :param extra: further members of the answer; those that are None are left out
    """

    def __init__(self, status, code, detail, **extra):
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.extra = extra
        self.headers = {}


class NotFound(Problem):
    """What was asked for is not there."""

    def __init__(self, detail, code="not-found", **extra):
        super().__init__(404, code, detail, **extra)


class Conflict(Problem):
    """It does not fit the state of things; ``detail`` says what is in the way."""

    def __init__(self, code, detail, **extra):
        super().__init__(409, code, detail, **extra)


class Invalid(Problem):
    """The request is wrong. ``fields`` is a dict of field name to a list of sentences."""

    def __init__(self, fields, detail="Some fields are not valid.", code="invalid", **extra):
        super().__init__(422, code, detail, errors=fields, **extra)
        self.fields = fields


class Forbidden(Problem):
    """The user may not do this."""

    def __init__(self, detail="You are not allowed to do this.", code="forbidden", **extra):
        super().__init__(403, code, detail, **extra)


class Unavailable(Problem):
    """Something that is needed does not answer. ``service`` is its name, ``reason`` a sentence."""

    def __init__(self, service, reason, code="unavailable", **extra):
        super().__init__(503, code, reason, service=service, **extra)


def of_status(status, detail=None):
    """The problem for an HTTP status that says all by itself."""
    phrase = _phrase(status)
    return Problem(status, phrase.lower().replace(" ", "-"), detail or f"{phrase}.")


def response(problem, request_id):
    """The answer to a request that cannot be done."""
    body = {
        "type": "about:blank",
        "title": _phrase(problem.status),
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        "request_id": request_id,
        **{key: value for key, value in problem.extra.items() if value is not None},
    }
    return Response(
        json.dumps(body),
        problem.status,
        headers=problem.headers,
        content_type=CONTENT_TYPE,
    )


def by_field(messages, prefix=""):
    """marshmallow's nested messages as a flat dict: ``{"nodes.0.name": ["Not a string."]}``."""
    if not isinstance(messages, dict):
        texts = messages if isinstance(messages, list) else [messages]
        return {prefix or "_schema": [str(text) for text in texts]}
    flat = {}
    for key, value in messages.items():
        name = prefix if key == "_schema" else f"{prefix}.{key}".lstrip(".")
        flat.update(by_field(value, name))
    return flat


def _phrase(status):
    return http.HTTPStatus(status).phrase
