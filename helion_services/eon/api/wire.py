"""The wire of HPE's service where it differs from that of the other services: paths and errors."""

import json

from flask import request
from werkzeug.wrappers import Response

from helion_services.base import context, error_format, problems
from helion_services.base.messages import Message
from helion_services.eon.problems import InvalidFields

ROOTS = ("v2", "resource_mgrs", "resources")
"""First parts of the paths that are EON's; the version may be left out before the others."""


def owns(path):
    """Whether a path is one of EON's."""
    return path.strip("/").split("/")[0] in ROOTS


def check_query(*names):
    """Raise if the current request has a query parameter that is not among ``names``."""
    for name in request.args:
        if name not in names:
            raise InvalidFields(
                {name: Message("parameter-unknown", "Unknown query parameter.")},
                hpe=f"Invalid parameter '{name}' passed for querying",
            )


def refuse(problem, environ):
    """The answer to a problem: problem details for clients that accept them, else HPE's form.

    In HPE's form invalid and conflicting requests are 400, and ``error_message`` is for HPE's
    client. The other members are there, too, with HPE's sentence as ``detail``.
    """
    accept = environ.get("HTTP_ACCEPT", "")
    if problems.CONTENT_TYPE in accept:
        return error_format.refuse(problem, environ)
    plain = problems.response(problem, context.request_id(environ))
    status = 400 if problem.status == 422 or hasattr(problem, "hpe") else problem.status
    members = json.loads(plain.get_data()) | {"status": status, "title": problems.phrase(status)}
    members["detail"] = getattr(problem, "hpe", None) or problem.detail
    text = _description(problem, members)
    if "application/json" in accept:
        text = json.dumps({"code": status, "title": members["title"], "description": text})
    return Response(
        json.dumps({"error_message": text, **members}),
        status,
        headers=problem.headers,
        content_type="application/json",
    )


def _description(problem, members):
    """What HPE's client shows: it does not read messages by field."""
    fields = members.get("errors")
    if problem.code != "invalid" or getattr(problem, "hpe", None) or not fields:
        return members["detail"]
    by_field = " ".join(f"{name}: {' '.join(texts)}" for name, texts in fields.items())
    return f"{members['detail']} {by_field}"
