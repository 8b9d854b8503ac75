"""Whether an answer is one that our services give, by the OpenAPI document that they publish.

The document is that of the real services, made in this process. Validation is stricter than the
document: a field that it does not have is an error, so that a field that is renamed on one side
turns a test red.
"""

import functools
import pathlib
import re
import tempfile

import jsonschema
import referencing.jsonschema

from helion_services.base import app, config
from helion_services.base.runtime import Runtime
from tests.unit.services.base.conftest import LOGIN

CONFIGURATION = """
[api]
services = {services}
[database]
connection = {database}
[secrets]
key_repository = {folder}/keys
[keystone_authtoken]
{login}
[undercloud]
{login}
[undercloud_system]
{login}
"""
_URI = "urn:openapi"


@functools.cache
def openapi_of(*services):
    """The OpenAPI document of services, such as ``nodes``; of all of ours without names."""
    names = services or ("backup", "nodes", "eon", "monitoring", "ringos", "sherpa", "sirius")
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "services.conf")
        text = CONFIGURATION.format(
            services=",".join(names),
            database=f"sqlite:///{folder}/services.db",
            folder=folder,
            login=LOGIN,
        )
        file.write_text(text)
        runtime = Runtime(config.load(files=[file]))
        try:
            application = app.create_app(
                runtime,
                app.blueprints(runtime),
                [rule for service in runtime.services for rule in service.policies()],
            )
            return application.test_client().get("/openapi.json").json
        finally:
            runtime.close()


def assert_answer(method, path, status, body):
    """Raise :class:`AssertionError` unless the services answer so to a request.

    An error without a code comes from something between a service and its client: it is let pass.

    :param path: the whole path of the request, without the query
    """
    if status >= 400 and not (isinstance(body, dict) and "code" in body):
        return
    template = _template(path)
    assert template, f"no service has the path {path}"
    operation = openapi_of()["paths"][template].get(method.lower())
    assert operation, f"{template} has no {method}"
    response = operation["responses"].get(str(status))
    assert response, f"{method} {template} never answers {status}"
    if status >= 400:
        # Problem details may have further members.
        problem = {**openapi_of()["components"]["schemas"]["Problem"], "additionalProperties": True}
        _assert_valid(body, problem, f"{method} {template} {status}")
        return
    for content in (response.get("content") or {}).values():
        _assert_valid(body, content.get("schema") or {}, f"{method} {template} {status}")


def assert_schema(name, body):
    """Raise :class:`AssertionError` unless ``body`` is one of the document's schemas by name."""
    assert name in openapi_of()["components"]["schemas"], f"no schema {name}"
    _assert_valid(body, {"$ref": f"#/components/schemas/{name}"}, name)


def properties(name):
    """Names of the fields of a schema."""
    return set(openapi_of()["components"]["schemas"][name]["properties"])


def _assert_valid(body, schema, where):
    errors = [
        f"{'.'.join(map(str, error.absolute_path)) or 'the body'}: {error.message}"
        for error in _validator(schema).iter_errors(body)
    ]
    assert not errors, f"{where}: " + "; ".join(errors)


def _validator(schema):
    document = _strict_document()
    resource = referencing.Resource.from_contents(document, referencing.jsonschema.DRAFT202012)
    registry = referencing.Registry().with_resource(_URI, resource)
    return jsonschema.Draft202012Validator(_absolute(_strict(schema)), registry=registry)


def load():
    """Make the document of all services, which takes some seconds once."""
    _strict_document()
    _patterns()


@functools.cache
def _strict_document():
    return _absolute(_strict(openapi_of()))


def _strict(schema):
    """The same where objects have no other fields than those that are listed."""
    if isinstance(schema, list):
        return [_strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {name: _strict(value) for name, value in schema.items()}
    if isinstance(schema.get("properties"), dict):
        strict.setdefault("additionalProperties", False)
    if schema.get("nullable"):
        strict = {"anyOf": [strict, {"type": "null"}]}
    return strict


def _absolute(schema):
    if isinstance(schema, list):
        return [_absolute(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: f"{_URI}{value}" if name == "$ref" and isinstance(value, str) else _absolute(value)
        for name, value in schema.items()
    }


@functools.cache
def _patterns():
    # The most literal one first: "/things/import" before "/things/{id}".
    paths = sorted(openapi_of()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + "/?"), path) for path in paths]


def _template(path):
    return next((template for pattern, template in _patterns() if pattern.fullmatch(path)), None)
