"""Errors as problem details, RFC 9457.

``{"type": "about:blank", "title", "status", "code", "params", "detail", "request_id"}``. If fields
of the request are invalid, ``errors`` has the English sentences by field and ``error_facts`` the
same as ``{"code", "params"}``, in the same order. ``code`` and ``params`` are for programs,
``detail`` is an English sentence.
"""

import http
import json

from werkzeug.wrappers import Response

from helion_services.base import error_bounds, messages
from helion_services.base.messages import Message

CONTENT_TYPE = "application/problem+json"

_INVALID = Message("invalid", "Some fields are not valid.")
FORBIDDEN = Message("forbidden", "You are not allowed to do this.")


class Problem(Exception):
    """A request that fails.

    :param status: the HTTP status
    :param message: the :class:`~helion_services.base.messages.Message` with the reason
    :param extra: further members of the answer; members that are None are omitted
    """

    def __init__(self, status, message, **extra):
        super().__init__(message.detail)
        self.status = status
        self.message = message
        self.extra = extra
        self.headers = {}

    @property
    def code(self):
        """The code of the message."""
        return self.message.code

    @property
    def detail(self):
        """The English sentence of the message."""
        return self.message.detail


class NotFound(Problem):
    """The requested object does not exist."""

    def __init__(self, message, **extra):
        super().__init__(404, message, **extra)


class Conflict(Problem):
    """The request conflicts with the current state; the message gives the reason."""

    def __init__(self, message, **extra):
        super().__init__(409, message, **extra)


class Invalid(Problem):
    """The request is wrong.

    :param fields: messages by the field's name; the answer has the first of them
        (:mod:`~helion_services.base.error_bounds`)
    """

    def __init__(self, fields, message=_INVALID, **extra):
        self.fields = error_bounds.by_field(fields)
        super().__init__(422, message, **_by_field(self.fields), **extra)


def field(name, code, text, /, **params):
    """The :class:`Invalid` of a single field."""
    return Invalid({name: [Message(code, text, **params)]})


def password_again(name):
    """A stored password would go to a changed address; ``name`` is the field of it."""
    return field(
        name, "password-again", "Enter the password again: it is not sent to a changed address."
    )


class Forbidden(Problem):
    """The user is not authorized."""

    def __init__(self, message=FORBIDDEN, **extra):
        super().__init__(403, message, **extra)


class Unavailable(Problem):
    """A service that is needed does not respond. ``service`` is its name."""

    def __init__(self, service, message, **extra):
        super().__init__(503, message, service=service, **extra)


def _by_field(fields):
    """``errors`` and ``error_facts`` of an answer."""
    return {
        "errors": {
            name: [messages.text(each) for each in listed] for name, listed in fields.items()
        },
        "error_facts": {
            name: [messages.fact(each) for each in listed] for name, listed in fields.items()
        },
    }


def of_status(status, detail=None):
    """The problem for an HTTP status that needs no further explanation."""
    code = phrase(status).lower().replace(" ", "-")
    return Problem(status, Message(code, "{reason}", reason=detail or f"{phrase(status)}."))


def response(problem, request_id):
    """The werkzeug ``Response`` to a request that fails."""
    body = {
        "type": "about:blank",
        "title": phrase(problem.status),
        "status": problem.status,
        **problem.message.as_json(),
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
    """marshmallow's nested messages as a flat dict: ``{"nodes.0.name": [message, ...]}``.

    Each is a :class:`~helion_services.base.messages.Message`, or a sentence without a code.
    """
    if not isinstance(messages, dict):
        texts = messages if isinstance(messages, list) else [messages]
        return {
            prefix or error_bounds.WHOLE: [getattr(text, "message", str(text)) for text in texts]
        }
    flat = {}
    for key, value in messages.items():
        name = prefix if key == error_bounds.WHOLE else f"{prefix}.{key}".lstrip(".")
        flat.update(by_field(value, name))
    return flat


def phrase(status):
    """The reason phrase of an HTTP status, such as ``Not Found``."""
    return http.HTTPStatus(status).phrase
