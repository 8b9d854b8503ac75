"""The request id that calls of the clouds carry, and answers of theirs that are no JSON."""

import flask
import pytest

from helion_services.base import context, error_handlers
from helion_services.base.operations.patience import patiently
from helion_services.base.threads import Pool
from tests.unit.services.base.test_clouds import NOVA, clouds, keystone  # noqa: F401

SENT = "req-0d2b4f3a-3b6e-4f3c-9d57-1f0a3c1b2d4e"


@pytest.fixture
def nova(file, text, keystone):  # noqa: F811
    keystone.get(f"{NOVA}/two/servers", json={})
    return clouds(file, text, region_name="two").adapter("undercloud", "compute")


def _sent(mock):
    return mock.last_request.headers.get("X-OpenStack-Request-ID")


def test_a_call_carries_the_id_of_the_client(nova, keystone):  # noqa: F811
    with flask.Flask("test").test_request_context(headers={"X-OpenStack-Request-ID": SENT}):
        nova.get("/servers")
        assert _sent(keystone) == SENT
        with Pool(1) as pool:
            list(pool.map(nova.get, ["/servers?in=thread"]))
    assert keystone.last_request.qs == {"in": ["thread"]}
    assert _sent(keystone) == SENT


@pytest.mark.parametrize("headers", [{}, {"X-OpenStack-Request-ID": "req-1 and more"}])
def test_without_a_valid_one_it_carries_that_of_the_request(nova, keystone, headers):  # noqa: F811
    with flask.Flask("test").test_request_context(headers=headers):
        nova.get("/servers")
        assert _sent(keystone) == context.current().request_id


def test_outside_of_requests_it_carries_none(nova, keystone):  # noqa: F811
    nova.get("/servers")
    assert _sent(keystone) is None


def test_a_page_in_place_of_json_is_an_error_of_the_service(nova, keystone, answer_of):  # noqa: F811
    keystone.get(f"{NOVA}/two/servers", text="<html>Welcome</html>")
    answer = answer_of(lambda: nova.get("/servers").json())
    assert answer.status_code == 503
    assert (answer.json["code"], answer.json["params"]) == ("service-not-json", {"service": "Nova"})


def test_an_operation_bears_such_a_page_for_a_while(nova, keystone):  # noqa: F811
    keystone.get(f"{NOVA}/two/servers", [{"text": "<html>Welcome</html>"}, {"json": {"a": 1}}])
    assert patiently(_Work(), lambda: nova.get("/servers").json()) == {"a": 1}


class _Work:
    id, poll = "o1", 0

    def __getattr__(self, name):
        return lambda *args, **options: None


@pytest.fixture
def answer_of():
    """The answer of an application whose only view is a function."""

    def answer(view):
        app = flask.Flask("test")
        error_handlers.register(app)
        app.add_url_rule("/", view_func=view, endpoint="view")
        return app.test_client().get("/")

    return answer
