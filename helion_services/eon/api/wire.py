"""The wire of HPE's service, where it is not that of the other services: paths and errors."""

import json

from flask import request
from werkzeug.wrappers import Response

from helion_services.base import context, problems

ROOTS = ("v2", "resource_mgrs", "resources")
"""First parts of the paths that are EON's; the version may be left out before the others."""


def owns(path):
    """Whether a path is one of EON's."""
    return path.strip("/").split("/")[0] in ROOTS


def check_query(*known):
    """Raise if the request at hand has a parameter that no list knows."""
    for name in request.args:
        if name not in known:
            raise problems.Problem(
                400, "invalid", f"Invalid parameter '{name}' passed for querying"
            )


def refuse(problem, environ):
    """A problem as all services have it, with ``error_message`` for HPE's client.

    A request that is wrong is 400 here.
    """
    if problem.status == 422:
        problem.status = 400
    plain = problems.response(problem, context.request_id(environ))
    members = json.loads(plain.get_data())
    text = _described(problem)
    if "application/json" in environ.get("HTTP_ACCEPT", ""):
        text = json.dumps({"code": problem.status, "title": members["title"], "description": text})
    return Response(
        json.dumps({"error_message": text, **members}),
        problem.status,
        headers=problem.headers,
        content_type="application/json",
    )


def _described(problem):
    """What HPE's client shows: it knows no messages by field."""
    fields = problem.extra.get("errors")
    if problem.code != "invalid" or not isinstance(fields, dict):
        return problem.detail
    said = " ".join(f"{name}: {' '.join(texts)}" for name, texts in fields.items())
    return f"{problem.detail} {said}"
