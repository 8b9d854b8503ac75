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
