"""Pages of members of clusters: each has an end, whatever is sent."""

import types

import pytest

from helion_services.nodes.clusters import pages
from helion_services.nodes.clusters.failures import Unanswered
from tests import odd_server

TIMEOUT = 1.0


def options(**values):
    return types.SimpleNamespace(
        **{"user": None, "password": None, "ca": None, "timeout": TIMEOUT} | values
    )


def refusal(url, **values):
    with pytest.raises(Unanswered) as refused:
        pages.fetch(url, options(**values))
    return refused.value.message.code


def test_the_text_of_a_member():
    with odd_server.running("body", "a,b") as server:
        assert pages.fetch(server.url, options()) == "a,b"


@pytest.mark.parametrize("mode", ["hang", "drip", "header", "chunk"])
def test_what_goes_on_and_on_is_cut(mode):
    with odd_server.running(mode) as server:
        assert refusal(server.url) == "cluster-no-answer"


@pytest.mark.parametrize(
    ("status", "code"), [("401", "cluster-login-refused"), ("500", "cluster-unreadable")]
)
def test_a_status(status, code):
    with odd_server.running("status", status) as server:
        assert refusal(server.url) == code


def test_a_redirection_is_not_followed():
    with (
        odd_server.running("body", "a,b") as other,
        odd_server.running("elsewhere", other.url) as server,
    ):
        assert refusal(server.url) == "cluster-unreadable"


def test_a_password_is_sent_over_tls_only():
    assert refusal("http://127.0.0.1:1", password="p") == "cluster-login-unencrypted"
