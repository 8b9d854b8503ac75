"""Errors of our own services: ``application/problem+json``, with a ``code`` and errors by field."""

from helion_dashboard.api import errors


def error_of(service, answer):
    """The :mod:`~.errors` member that a refusing ``answer`` is; its ``detail`` is the reason."""
    problem = _body(answer)
    reason = problem.get("detail") or problem.get("title") or answer.reason
    more = {"code": str(problem.get("code") or "")}
    if answer.status_code == 409:
        more["changes"] = _list(problem.get("changes"))
    if answer.status_code == 422:
        more["fields"] = _fields(problem.get("errors"))
    return errors.of_status(service, answer.status_code, str(reason or answer.status_code), **more)


def _body(answer):
    try:
        body = answer.json()
    except ValueError:
        return {}  # it comes from something between us and the service
    return body if isinstance(body, dict) else {}


def _list(value):
    return value if isinstance(value, list) else []


def _fields(value):
    found = value if isinstance(value, dict) else {}
    return {
        str(name): [str(sentence) for sentence in (said if isinstance(said, list) else [said])]
        for name, said in found.items()
    }
