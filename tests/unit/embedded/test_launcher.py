"""What the demo's services answer to."""

import pytest
from werkzeug.test import Client

from helion_embedded import launcher


def application(_environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:5000", 200),
        ("127.0.0.1", 200),
        ("LOCALHOST:80", 200),
        ("evil.example", 400),
        ("evil.example:5000", 400),
        ("127.0.0.1.evil.example", 400),
        ("127.0.0.1:x", 400),
        ("", 400),
    ],
)
def test_requests_to_another_host_are_refused(host, status):
    client = Client(launcher._of_loopback(application))
    assert client.get("/", headers={"Host": host}).status_code == status
