"""Every exchange with a source ends, also with one that sends a byte now and then."""

import pytest

from helion_services.base.tls.peers import Peers
from helion_services.sherpa.repository.failures import SourceError
from helion_services.sherpa.repository.wire import Reach, Wire
from tests import odd_server

LOCAL = Peers(("127.0.0.0/8",))


def read(url, **options):
    reach = Reach(f"{url}/", peers=LOCAL, timeout=0.5, **options)
    with Wire(reach) as wire, wire.opened("metadata/root.json") as answer:
        return b"".join(wire.chunks(answer))


@pytest.mark.parametrize("mode", ["header", "chunk", "hang"])
def test_what_does_not_end(mode):
    with odd_server.running(mode) as server, pytest.raises(SourceError) as caught:
        read(server.url)
    assert caught.value.message.code == "source-silent"
    assert caught.value.passing


def test_a_proxy_that_does_not_end():
    with odd_server.running("header") as proxy, pytest.raises(SourceError) as caught:
        read("https://192.0.2.1", proxy=proxy.url)
    assert caught.value.message.code in ("source-silent", "source-proxy")


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("oddity", [("status", "407"), ("greet", "")])
def test_what_is_no_proxy_for_us(scheme, oddity):
    """It wants a login, or speaks another protocol."""
    with odd_server.running(*oddity) as proxy, pytest.raises(SourceError) as caught:
        read(f"{scheme}://192.0.2.1", proxy=proxy.url)
    assert (caught.value.message.code, caught.value.field) == ("source-proxy", "proxy")
    assert caught.value.message.params == {"proxy": proxy.url}


def test_what_ends():
    with odd_server.running("body", "whole") as server:
        assert read(server.url) == b"whole"
