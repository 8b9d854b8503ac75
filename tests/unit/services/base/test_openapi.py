import pytest

from tests.contract.checks import endless

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


@pytest.fixture
def document(app):
    return app.test_client().get("/openapi.json").json


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method != "parameters":
                yield path, method, operation


def test_it_is_of_version_3_1(document):
    assert document["openapi"].startswith("3.1.")


def test_the_token(document):
    assert document["components"]["securitySchemes"] == {
        "token": {"type": "apiKey", "in": "header", "name": "X-Auth-Token"}
    }
    for path, _method, operation in operations(document):
        expected = None if path == "/healthcheck" else [{"token": []}]
        assert operation.get("security") == expected


def test_all_errors_are_problems(document):
    for path, method, operation in operations(document):
        answers = {int(status): answer for status, answer in operation["responses"].items()}
        assert {500, 503} <= answers.keys()
        for status, answer in answers.items():
            if status >= 400:
                assert answer["content"] == PROBLEM, (path, method, status)


def test_errors_of_a_change(document):
    create = document["paths"]["/sample/v1/things"]["post"]
    expected = {"201", "400", "401", "403", "409", "413", "415", "422", "500", "503"}
    assert set(create["responses"]) == expected
    assert "Idempotency-Key" in [parameter["name"] for parameter in create["parameters"]]
    delete = document["paths"]["/sample/v1/things/{thing_id}"]["delete"]
    assert "404" in delete["responses"]


def test_everything_in_urls_has_a_maximum_length(document):
    assert endless(document) == []


def test_it_is_the_same_each_time(app, document):
    assert app.test_client().get("/openapi.json").json == document
