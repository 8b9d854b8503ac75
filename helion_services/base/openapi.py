"""Completes APIFlask's OpenAPI document: the token, and the errors of each operation."""

from helion_services.base import problems
from helion_services.base.idempotency import HEADER
from helion_services.base.request_body import LONGEST_SEGMENT

_SCHEME = "token"
_UNSAFE = ("post", "put", "patch", "delete")
_TEXTS = {
    "400": "The request is malformed.",
    "401": "The token is missing or not valid.",
    "403": "The user is not authorized.",
    "404": "The resource does not exist.",
    "409": "The request conflicts with the current state.",
    "413": "The body is too large.",
    "415": "The body is not JSON.",
    "422": "Some fields are not valid.",
    "500": "The service failed.",
    "503": "A service that is needed does not respond.",
}
_ALWAYS = ("400", "500", "503")
_WITH_TOKEN = ("401", "403")
_WITH_BODY = ("409", "413", "415", "422")

_PROBLEM = {
    "type": "object",
    "description": "Problem details, RFC 9457.",
    "required": ["type", "title", "status", "code", "params", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Short and stable, for programs."},
        "params": {"type": "object", "description": "Parameters of the code, by name."},
        "detail": {"type": "string", "description": "The same as an English sentence."},
        "request_id": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "English sentences by field.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "error_facts": {
            "type": "object",
            "description": "The same as codes, in the same order; null where there is no code.",
            "additionalProperties": {
                "type": "array",
                "items": {
                    "type": "object",
                    "nullable": True,
                    "required": ["code", "params"],
                    "properties": {"code": {"type": "string"}, "params": {"type": "object"}},
                },
            },
        },
    },
}
_KEY_PARAMETER = {
    "in": "header",
    "name": HEADER,
    "description": "Makes a request safe to repeat: it takes effect once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}


def complete(spec, public):
    """The document ``spec`` with errors and security; ``public`` are the paths without a token."""
    components = spec.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    components["securitySchemes"] = {
        _SCHEME: {"type": "apiKey", "in": "header", "name": "X-Auth-Token"}
    }
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            if method == "parameters":
                continue
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path":
                    parameter["schema"].setdefault("maxLength", LONGEST_SEGMENT)
            if "{" in path:
                _add(operation, ("404",))
            _complete(operation, method, path not in public)
    return spec


def _complete(operation, method, with_token):
    _add(operation, _ALWAYS)
    if with_token:
        operation["security"] = [{_SCHEME: []}]
        _add(operation, _WITH_TOKEN)
    if method in _UNSAFE:
        operation.setdefault("parameters", []).append(_KEY_PARAMETER)
        _add(operation, _WITH_BODY)
    elif operation.get("parameters"):
        _add(operation, ("422",))
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            response["content"] = {
                problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
            }


def _add(operation, statuses):
    for status in statuses:
        operation["responses"].setdefault(status, {"description": _TEXTS[status]})
