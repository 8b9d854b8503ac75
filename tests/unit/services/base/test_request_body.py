import pytest

THINGS = "/sample/v1/things"


def post(admin, body, content_type="application/json"):
    return admin.post(THINGS, data=body, content_type=content_type)


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "{'name': 1}",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        '{"name": NaN}',
        '{"size": 1e999}',
        '{"name": "\\ud800"}',
        '{"name": "a\\u0000b"}',
        '{"\\u0000": 1}',
        '{"parts": [{"name": "\\udfff"}]}',
        "[" * 100_000,
        '{"size": ' + "9" * 5000 + "}",
    ],
)
def test_invalid_json(admin, body):
    answer = post(admin, body)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"].startswith("malformed-")


def test_another_type(admin):
    assert post(admin, "name=one", "application/x-www-form-urlencoded").status_code == 415
    assert post(admin, "<a/>", "").status_code == 415


def test_a_body_that_is_too_large(admin):
    answer = post(admin, '{"name": "' + "a" * (4 << 20) + '"}')
    assert answer.status_code == 413
    assert answer.content_type == "application/problem+json"


def test_no_body_lacks_its_fields(admin):
    answer = admin.post(THINGS)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["name"]


@pytest.mark.parametrize("path", [f"{THINGS}?marker=%00", f"{THINGS}?%00=1", f"{THINGS}/%00"])
def test_no_text_in_the_path(admin, path):
    assert admin.get(path).status_code in (400, 405)
    assert admin.delete(path).status_code in (400, 405)


def test_text_in_any_script(admin):
    answer = post(admin, '{"name": "\\ud83d\\ude00 \\\\u0000 ü"}')
    assert answer.status_code == 201
    assert answer.json["name"] == "\U0001f600 \\u0000 ü"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{" * 200_000, "malformed-too-many-values"),
        ("[" * 3000 + "]" * 3000, "malformed-too-deep"),
        ("[" * 100 + "]" * 100, "malformed-too-deep"),
        ('{"a":' * 100 + "1" + "}" * 100, "malformed-too-deep"),
        ("[" * 100_000, "malformed-too-deep"),
        ('{"size": ' + "9" * 5000 + "}", "malformed-long-number"),
        ("[" + "[]," * 200_000 + "1]", "malformed-too-many-values"),
        ("[" + '"a",' * 200_000 + "1]", "malformed-too-many-values"),
        ("{" + ",".join(f'"{n}": 1' for n in range(60_000)) + "}", "malformed-too-many-values"),
    ],
)
def test_a_body_that_is_too_complex_has_a_code_of_its_own(admin, body, code):
    answer = post(admin, body)
    assert (answer.status_code, answer.json["code"]) == (400, code)
    assert len(answer.data) < 500


def test_a_body_of_many_levels(admin):
    body = '{"name": "one", "deep": ' + "[" * 50 + "]" * 50 + "}"
    assert post(admin, body).status_code == 422  # reached the schema


def test_wrong_fields_are_answered_up_to_a_bound(admin):
    answer = admin.post(THINGS, json={"name": "one", "parts": [{}] * 5000})
    assert answer.status_code == 422
    errors, facts = answer.json["errors"], answer.json["error_facts"]
    # The first hundred, and how many more there are.
    assert len(errors) == len(facts) == 101
    assert facts["_schema"] == [{"code": "more-errors", "params": {"count": 4900}}]


def test_an_id_that_is_too_long(admin, reader, runtime):
    assert admin.delete(f"{THINGS}/{'a' * 255}").status_code == 404
    answer = admin.delete(f"{THINGS}/{'a' * 256}")
    assert (answer.status_code, answer.json["code"]) == (400, "path-too-long")
    assert reader.get(f"{THINGS}?marker={'a' * 8000}").status_code == 422
    answer = reader.get(f"{THINGS}?marker={'a' * 9000}")
    assert (answer.status_code, answer.json["code"]) == (400, "query-too-long")
