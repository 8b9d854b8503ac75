"""The two forms of errors in the OpenAPI document: problem details, and HPE's."""

from helion_services.base import problems
from helion_services.eon.api import wire

_ERROR = {
    "allOf": [
        {"$ref": "#/components/schemas/Problem"},
        {
            "type": "object",
            "required": ["error_message"],
            "properties": {
                "error_message": {
                    "type": "string",
                    "description": "For HPE's client: JSON in a string with code, title and"
                    " description, if the request accepts application/json; else a sentence.",
                }
            },
        },
    ]
}


def complete(spec):
    """Change the document ``spec`` in place."""
    spec["components"]["schemas"]["EonError"] = _ERROR
    for path, operations in spec["paths"].items():
        if not wire.owns(path):
            continue
        for method, operation in operations.items():
            if method != "parameters":
                _complete(operation["responses"])
    _describe_exceptions(spec["paths"])


def _complete(responses):
    if "422" in responses:  # 400 in HPE's form
        responses.setdefault("400", {"description": responses["422"]["description"]})
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = response.get("content", {}) | {
                "application/json": {"schema": {"$ref": "#/components/schemas/EonError"}},
                problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}},
            }


def _describe_exceptions(paths):
    """Answers that are not JSON objects."""
    content = paths["/v2/resources"]["get"]["responses"]["200"]["content"]["application/json"]
    items = content["schema"]["items"]
    content["schema"]["items"] = {"anyOf": [items, {"type": "string"}]}
    nothing = paths["/v2/resource_mgrs/{manager_id}"]["delete"]["responses"]["200"]
    nothing["content"] = {"application/json": {"schema": {"type": "null"}}}
