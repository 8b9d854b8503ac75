"""Reading what services say about their versions: real documents, and nonsense."""

import json

import pytest

from helion_dashboard.api.version_document import Version, addresses, read

PROJECT = "143a5ae84cbe4271869f927fc95f4183"
ROOT = "http://h.test:1"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (ROOT, [ROOT]),
        (f"{ROOT}/placement", [f"{ROOT}/placement"]),
        (f"{ROOT}/v3", [f"{ROOT}/v3", f"{ROOT}/"]),
        (f"{ROOT}/v2.1/", [f"{ROOT}/v2.1/", f"{ROOT}/"]),
        (f"{ROOT}/v1/{PROJECT}", [f"{ROOT}/v1/", f"{ROOT}/"]),
        (f"{ROOT}/heat/v1/{PROJECT}/", [f"{ROOT}/heat/v1/", f"{ROOT}/heat/"]),
        (f"{ROOT}/v1/AUTH_{PROJECT}", [f"{ROOT}/info"]),
        (f"{ROOT}/swift/v1/AUTH%5F{PROJECT}", [f"{ROOT}/swift/info"]),
        (f"{ROOT}/{PROJECT}", [f"{ROOT}/"]),
        (f"{ROOT}/v1/{PROJECT}?a=b#c", [f"{ROOT}/v1/", f"{ROOT}/"]),
    ],
)
def test_the_project_is_cut_off(url, expected):
    assert addresses(url, PROJECT) == expected


def test_without_a_project_nothing_is_cut_off():
    assert addresses(f"{ROOT}/v1/abc", None) == [f"{ROOT}/v1/abc"]


NOVA = {
    "versions": [
        {"id": "v2.0", "status": "DEPRECATED", "version": "", "min_version": ""},
        {"id": "v2.1", "status": "CURRENT", "version": "2.104", "min_version": "2.1"},
    ]
}
GLANCE = {
    "versions": [
        {"id": "v2.9", "status": "SUPPORTED"},
        {"id": "v2.17", "status": "CURRENT"},
        {"id": "v2.10", "status": "SUPPORTED"},
    ]
}


@pytest.mark.parametrize(
    ("url", "document", "expected"),
    [
        (f"{ROOT}/v2.1", NOVA, Version("v2.1", "2.104")),
        (f"{ROOT}/v2.0", NOVA, Version("v2.0")),
        (ROOT, NOVA, Version("v2.1", "2.104")),
        (ROOT, GLANCE, Version("v2.17")),
        (f"{ROOT}/v3", {"version": {"id": "v3.14", "status": "stable"}}, Version("v3.14")),
        (f"{ROOT}/v3", {"versions": {"values": [{"id": "v3.14"}]}}, Version("v3.14")),
        (
            ROOT,
            {"versions": [{"id": "v1.0", "max_version": "1.39", "min_version": "1.0"}]},
            Version("v1.0", "1.39"),
        ),
        (f"{ROOT}/v1", {"id": "v1", "links": []}, Version("v1")),
        (f"{ROOT}/v1/AUTH_x", {"swift": {"version": "2.30.1"}}, Version("v2.30.1")),
    ],
)
def test_every_shape_that_is_about(url, document, expected):
    assert read(json.dumps(document).encode(), url) == expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"\xff\xfe",
        b"[]",
        b'"v1"',
        b"{}",
        b'{"versions": 3}',
        b'{"versions": [null, 3, {"id": null}, {"id": "<b>"}, {"id": "v1\\n"}]}',
        b'{"versions": {"values": "v1"}}',
        b'{"version": []}',
        b'{"swift": {"version": {}}}',
        b'{"id": "v' + b"9" * 60_000 + b'"}',
        b"[" * 60_000,
        b'{"id": "v\xc2\xb2"}',
        b'{"error": {"code": 401}}',
    ],
)
def test_nonsense_is_no_version(body):
    assert read(body, f"{ROOT}/v1") is None
