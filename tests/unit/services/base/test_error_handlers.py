import pytest
import sqlalchemy as sa
from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Dict, Integer, List, String
from apiflask.validators import Length, OneOf, Range, Regexp
from keystoneauth1 import exceptions as keystoneauth
from marshmallow import ValidationError
from werkzeug.exceptions import TooManyRequests

from helion_services.base import app as base_app
from helion_services.base import messages, policy, problems
from helion_services.base.keys import KeysError
from helion_services.base.messages import Message
from tests.unit.services.base import sample
from tests.unit.services.base.conftest import Person

RAISED = {
    "conflict": problems.Conflict(Message("busy", "It is busy."), holder="op-1", other=None),
    "crash": ZeroDivisionError("the password is 1234"),
    "cloud": keystoneauth.ConnectFailure("Unable to establish connection to nova"),
    "database": sa.exc.OperationalError("SELECT secret", {}, Exception("gone")),
    "data": sa.exc.DataError("INSERT secret", {}, Exception("value too long")),
    "keys": KeysError("/var/lib/keys may be read by others"),
    "busy": TooManyRequests(retry_after=7),
    "unavailable": problems.Unavailable("heat", Message("unavailable", "Heat does not answer.")),
}


@pytest.fixture
def admin(runtime):
    blueprint = APIBlueprint("failing", __name__)

    @blueprint.get("/failing/<name>")
    @policy.require("thing:list")
    def fail(name):
        raise RAISED[name]

    app = base_app.create_app(runtime, [blueprint, sample.blueprint(runtime)], sample.RULES)
    return Person(app, X_User_Id="a1", X_Project_Id="p1", X_Roles="admin")


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("conflict", 409, "busy"),
        ("crash", 500, "internal-error"),
        ("cloud", 503, "service-unreachable"),
        ("database", 503, "database-unavailable"),
        ("data", 400, "value-not-storable"),
        ("keys", 503, "keys-unusable"),
        ("busy", 429, "too-many-requests"),
        ("unavailable", 503, "unavailable"),
    ],
)
def test_everything_becomes_a_problem(admin, name, status, code):
    answer = admin.get(f"/failing/{name}")
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"] == "about:blank"
    assert answer.json["status"] == status
    assert answer.json["code"] == code
    assert answer.json["title"]
    assert answer.json["detail"].endswith(".")
    assert answer.json["request_id"] == answer.headers["X-Openstack-Request-Id"]


def test_further_members(admin):
    body = admin.get("/failing/conflict").json
    assert body["holder"] == "op-1"
    assert "other" not in body


@pytest.mark.parametrize("name", ["crash", "database", "keys"])
def test_no_internals_are_disclosed(admin, name, caplog):
    text = admin.get(f"/failing/{name}").text
    assert "1234" not in text
    assert "SELECT" not in text
    assert "/var/lib" not in text
    assert caplog.text


def test_a_crash_is_logged_with_its_traceback(admin, caplog):
    admin.get("/failing/crash")
    assert "ZeroDivisionError" in caplog.text
    assert "GET '/failing/crash' failed" in caplog.text


def test_headers_stay(admin):
    assert admin.get("/failing/busy").headers["Retry-After"] == "7"
    answer = admin.put("/sample/v1/things")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert answer.json["code"] == "method-not-allowed"


def test_no_such_path(admin):
    answer = admin.get("/nothing/here")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_wrong_fields_are_named(admin):
    body = {"name": "", "size": "big", "color": "red", "parts": [{"name": "a"}, {"name": 5}]}
    answer = admin.post("/sample/v1/things", json=body)
    assert answer.status_code == 422
    assert answer.json["code"] == "invalid"
    assert sorted(answer.json["errors"]) == ["color", "name", "parts.1.name", "size"]
    assert answer.json["errors"]["color"] == ["Unknown field."]
    facts = answer.json["error_facts"]
    assert facts["color"] == [{"code": "field-unknown", "params": {}}]
    assert facts["size"] == [{"code": "field-not-an-integer", "params": {}}]
    assert all(fact for listed in facts.values() for fact in listed)


@pytest.mark.parametrize(
    ("field", "value", "code", "params", "sentence"),
    [
        (String(required=True), ..., "field-required", {}, "This field is required."),
        (String(), None, "field-null", {}, "Must not be null."),
        (String(), 5, "field-not-text", {}, "Not a valid string."),
        (Boolean(), "x", "field-not-a-boolean", {}, "Not a valid boolean."),
        (List(String()), "x", "field-not-a-list", {}, "Not a valid list."),
        (Dict(), "x", "field-not-a-map", {}, "Must be an object."),
        (
            String(validate=Length(1)),
            "",
            "field-too-short",
            {"min": 1},
            "Needs a length of at least 1.",
        ),
        (
            String(validate=Length(1, 3)),
            "abcd",
            "field-length",
            {"min": 1, "max": 3},
            "Needs a length between 1 and 3.",
        ),
        (
            Integer(validate=Range(1, 9)),
            10,
            "field-not-between",
            {"min": 1, "max": 9},
            "Must be between 1 and 9.",
        ),
        (Integer(validate=Range(min=1)), 0, "field-too-small", {"min": 1}, "Must be at least 1."),
        (
            String(validate=OneOf(["a", "b"])),
            "{choices}",
            "field-not-offered",
            {"choices": "a, b"},
            "Must be one of: a, b.",
        ),
        (
            String(validate=Regexp("a")),
            "b",
            "field-pattern",
            {},
            "Contains characters that are not allowed.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_with_a_field_is_data(field, value, code, params, sentence):
    schema = Schema.from_dict({"field": field})()
    (message,) = problems.by_field(schema.validate({} if value is ... else {"field": value}))[
        "field"
    ]
    assert messages.text(message) == sentence
    assert messages.fact(message) == {"code": code, "params": params}


def test_a_sentence_of_a_schema_without_a_code_stays_a_sentence():
    def refuse(text):
        raise ValidationError("My own sentence.")

    schema = Schema.from_dict({"field": String(validate=refuse)})()
    assert problems.by_field(schema.validate({"field": "x"})) == {"field": ["My own sentence."]}


@pytest.mark.parametrize("body", ["[]", "null", "7", '"text"'])
def test_a_body_that_is_no_object(admin, body):
    answer = admin.post("/sample/v1/things", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["_schema"]


def test_fields_by_name():
    nested = {"a": {"0": ["x"], "_schema": ["y"]}, "b": "z", "_schema": ["w"]}
    assert problems.by_field(nested) == {"a.0": ["x"], "a": ["y"], "b": ["z"], "_schema": ["w"]}
