"""Answers of our own services with a given text wherever the contract lets any text be."""

from tests.contract import answers

IDENT = "11111111-1111-1111-1111-111111111111"
_MOMENT = "2026-11-21T05:00:00Z"
_DEEPEST = 8
#: Text that a service gives out itself: never what a user, a vendor or a node wrote.
_IDENTS = ("id", "uuid", "moid", "marker", "next", "node", "server", "operation")


def answer(path, text, method="get"):
    """The body of the answer to a request that succeeds; ``None`` for a path of no service."""
    template = answers._template(path)
    if not template or method not in answers.openapi_of()["paths"][template]:
        return None
    responses = answers.openapi_of()["paths"][template][method]["responses"]
    response = next(body for status, body in sorted(responses.items()) if status.startswith("2"))
    for content in (response.get("content") or {}).values():
        return _value(content.get("schema") or {}, text, "", 0)
    return None


def _value(schema, text, name, depth):
    schema = _resolved(schema)
    if "enum" in schema:
        return next(value for value in schema["enum"] if value is not None)
    kind = schema.get("type", "object" if "properties" in schema else "any")
    if isinstance(kind, list):
        kind = next(each for each in kind if each != "null")
    if depth > _DEEPEST:
        return {"object": {}, "array": []}.get(kind)
    if kind == "object":
        return _object(schema, text, depth)
    if kind == "array":
        return [_value(schema.get("items") or {}, text, name, depth + 1)]
    if kind in ("integer", "number"):
        return max(1, schema.get("minimum", 1))
    if kind == "boolean":
        return True
    return _text(schema, text, name) if kind == "string" else {text: text}


def _object(schema, text, depth):
    properties = schema.get("properties")
    if properties is None:
        values = schema.get("additionalProperties")
        value = _value(values, text, "", depth + 1) if isinstance(values, dict) else text
        return {text: value}
    return {
        name: _value(property_, text, name, depth + 1) for name, property_ in properties.items()
    }


def _text(schema, text, name):
    if schema.get("format") == "date-time":
        return _MOMENT
    if name in _IDENTS or name.endswith("_id"):
        return IDENT
    return text[: schema.get("maxLength", len(text))]


def _resolved(schema):
    while "$ref" in schema or "allOf" in schema or "anyOf" in schema:
        if "$ref" in schema:
            _root, _sep, name = schema["$ref"].rpartition("/")
            schema = answers.openapi_of()["components"]["schemas"][name]
        else:
            options = schema.get("allOf") or schema["anyOf"]
            schema = next(each for each in options if each.get("type") != "null")
    return schema
