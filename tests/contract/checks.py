"""What schemathesis checks of every answer of our services, and as whom it asks."""

from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ADMIN = {
    "X-Identity-Status": "Confirmed",
    "X-User-Id": "a1",
    "X-User-Name": "admin",
    "OpenStack-System-Scope": "all",
    "X-Roles": "admin",
}


def endless(document):
    """``(path, name)`` of the texts in addresses that the document gives no length."""
    return [
        (path, parameter["name"])
        for path, methods in document["paths"].items()
        for operation in methods.values()
        for parameter in operation.get("parameters", ())
        if parameter["schema"]["type"] == "string"
        and not parameter["schema"].keys() & {"maxLength", "enum"}
    ]
