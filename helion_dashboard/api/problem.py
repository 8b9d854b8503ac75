"""Errors of our own services: ``application/problem+json``, with a ``code`` and errors by field."""

import re

from helion_dashboard.api import errors, messages

# What HPE's service put before the reasons of what it refused.
_BEFORE = re.compile(r"Failed to \w+ resource \S+, Reason: ")


def error_of(service, answer):
    """The :mod:`~.errors` member that a refusing ``answer`` is; its ``detail`` is the reason."""
    problem = _body(answer)
    status = _status(answer, problem)
    more = {"code": str(problem.get("code") or ""), "params": problem.get("params")}
    if status == 409:
        more["changes"] = _list(problem.get("changes"))
    if status == 422:
        more["fields"] = _fields(problem.get("errors"), problem.get("error_facts") or {})
    return errors.of_status(service, status, _reason(answer, problem), **more)


def _status(answer, problem):
    """What the others would have answered: eon says 400 to all that is wrong, as HPE's did."""
    if answer.status_code != 400 or "error_message" not in problem:
        return answer.status_code
    return 422 if problem.get("errors") else 409


def _reason(answer, problem):
    reasons = [str(one) for one in _list(problem.get("reasons"))]
    said = str(problem.get("detail") or problem.get("title") or answer.reason or answer.status_code)
    detail = " ".join(reasons) or _BEFORE.sub("", said, count=1)
    return messages.sentence(problem.get("code"), problem.get("params"), detail)


def _body(answer):
    try:
        body = answer.json()
    except ValueError:
        return {}  # it comes from something between us and the service
    return body if isinstance(body, dict) else {}


def _list(value):
    return value if isinstance(value, list) else []


def _fields(value, facts):
    """``{field: [sentence, ...]}`` of such, or of a list of ``{"path", "message"}``."""
    found = {}
    for one in _list(value):
        found.setdefault(str(one.get("path") or "__all__"), []).append(str(one.get("message")))
    for name, said in value.items() if isinstance(value, dict) else ():
        found[str(name)] = messages.twins(
            {"sentences": _list(said) or [said], "sentences_facts": facts.get(name)}, "sentences"
        )
    return found
