import pytest
import sqlalchemy as sa
from apiflask import APIBlueprint
from keystoneauth1 import exceptions as keystoneauth
from werkzeug.exceptions import TooManyRequests

from helion_services.base import app as base_app
from helion_services.base import policy, problems
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


@pytest.mark.parametrize("body", ["[]", "null", "7", '"text"'])
def test_a_body_that_is_no_object(admin, body):
    answer = admin.post("/sample/v1/things", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["_schema"]


def test_fields_by_name():
    nested = {"a": {"0": ["x"], "_schema": ["y"]}, "b": "z", "_schema": ["w"]}
    assert problems.by_field(nested) == {"a.0": ["x"], "a": ["y"], "b": ["z"], "_schema": ["w"]}
