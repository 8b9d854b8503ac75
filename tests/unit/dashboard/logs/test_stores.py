"""The two dialects against real programs: the same questions, the same answers."""

import datetime
import http.server
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured

from helion_dashboard.api import errors, short_cache
from helion_dashboard.api.logs import client, records

from .conftest import NODE, NOW, REQUEST, WRITTEN, at


@pytest.fixture(autouse=True)
def _forget():
    short_cache.forget(())


def numbers(result):
    """Which of the lines that were written these are."""
    moments = [at(line[0]) for line in WRITTEN]
    return [
        next(
            number
            for number, moment in enumerate(moments)
            if abs(moment - line.at) < datetime.timedelta(milliseconds=2)
        )
        for line in result
    ]


def ask(request_, limit=10, marker=None, **query):
    return client.lines(request_, records.Query(**query), limit, marker)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [0, 1, 2, 3, 4]),
        ({"level": "error"}, [1, 4]),
        ({"level": "critical"}, [4]),
        ({"service": "ironic"}, [1, 2, 4]),
        ({"service": "ironic", "level": "warning", "text": "power"}, [2]),
        ({"host": "undercloud"}, [0, 1, 2, 3, 4]),
        ({"host": "elsewhere"}, []),
        ({"request": REQUEST}, [0, 1, 2]),
        ({"ident": NODE}, [0, 1]),
        ({"text": "deploy failed"}, [1]),
        ({"text": 'line "5" -nova)('}, None),
        ({"since": at(10)}, [0, 1, 2]),
        ({"until": at(10)}, [3, 4]),
        ({"since": at(100), "until": at(2.5)}, [2, 3]),
    ],
)
def test_questions(request_, store, query, expected):
    lines = ask(request_, **query).lines
    if expected is not None:
        assert numbers(lines) == expected


def test_a_line(request_, store):
    booted, failed, slow, _debug, full = ask(request_).lines
    assert (booted.service, booted.host, booted.level) == ("nova", "undercloud", "info")
    assert booted.logger == "nova.api"
    assert booted.text == f"Booted <b>{NODE}</b>"
    assert REQUEST in booted.request_ids
    assert failed.text.endswith("\nTraceback: no disk")
    assert failed.state is records.LEVEL["error"]
    assert "hunter2" not in slow.text
    assert "\x1b" not in slow.text
    assert slow.text.startswith("Slow power")
    assert len(full.text) <= 8192
    assert full.cut or store == "journal"  # the gateway leaves such a text out


def test_pages_towards_the_past(request_, store):
    first = ask(request_, limit=2)
    assert (numbers(first.lines), first.more) == ([0, 1], True)
    second = ask(request_, limit=2, marker=first.lines[-1].id)
    assert (numbers(second.lines), second.more) == ([2, 3], True)
    third = ask(request_, limit=2, marker=second.lines[-1].id)
    assert (numbers(third.lines), third.more) == ([4], False)
    assert ask(request_, limit=2, marker=third.lines[-1].id).lines == ()
    of_ironic = ask(request_, limit=1, service="ironic", marker=second.lines[-1].id)
    assert numbers(of_ironic.lines) == [4]


@pytest.mark.parametrize("number", [0, 2, 4])
def test_lines_around_one(request_, store, number):
    lines = ask(request_).lines
    around = client.around(request_, lines[number].id, 1)
    assert numbers(around) == [n for n in (number - 1, number, number + 1) if 0 <= n < len(lines)]


@pytest.mark.parametrize("place", ["x\r\nHost: y", "W10=", "WyJhIl0=", "é", "{}", "a" * 300])
def test_what_is_no_place(request_, store, place):
    for question in (
        lambda: ask(request_, marker=place),
        lambda: client.around(request_, place, 2),
    ):
        with pytest.raises(errors.Invalid):
            question()


def test_the_histogram(request_, store):
    counts = ask(request_, since=at(100)).histogram
    assert [moment for moment, _levels in counts] == sorted(moment for moment, _levels in counts)
    total = {}
    for moment, levels in counts:
        assert at(110) < moment <= NOW
        for level, number in levels.items():
            total[level] = total.get(level, 0) + number
    assert total == {"info": 1, "error": 1, "warning": 1, "debug": 1}


def test_names_of_services(request_, store):
    assert client.services(request_) == ["heat", "ironic", "nova"]


class TestFaults:
    @pytest.fixture
    def server(self):
        """``server(answer)``: the URL of a server; ``answer(handler)`` answers."""
        running = []

        def serve(answer):
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    answer(self)

                do_POST = do_GET  # noqa: N815

                def log_message(self, *_args):
                    """Be quiet."""

            running.append(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler))
            threading.Thread(target=running[-1].serve_forever, daemon=True).start()
            return f"http://127.0.0.1:{running[-1].server_port}"

        yield serve
        for each in running:
            each.shutdown()
            each.server_close()

    @pytest.fixture(params=["journal", "opensearch"])
    def fault(self, request, request_, use):
        """``fault(url)``: the error of a question."""

        def fault(url, **more):
            use(dialect=request.param, url=url, **more)
            with pytest.raises(errors.ServiceError) as caught:
                ask(request_)
            assert caught.value.service == "logs"
            return caught.value

        return fault

    def test_it_is_down(self, fault):
        assert isinstance(fault("http://127.0.0.1:9"), errors.Unreachable)

    def test_it_hangs(self, fault, server):
        done = threading.Event()
        url = server(lambda handler: done.wait(20))
        assert isinstance(fault(url), errors.Unreachable)
        done.set()

    def test_it_drips(self, fault, server):
        done = threading.Event()

        def drip(handler):
            handler.send_response(200)
            handler.end_headers()
            while not done.wait(0.3):
                try:
                    handler.wfile.write(b"[")
                except OSError:
                    return

        assert "in time" in str(fault(server(drip)).reason)
        done.set()

    @pytest.mark.parametrize(
        "text",
        ["<html>\n", "{}\n", "[1]\n", '{"hits": 1}\n', '{"hits": {"hits": [1]}}\n', "null\n"],
    )
    def test_it_answers_nonsense(self, fault, server, text):
        def answer(handler):
            handler.send_response(200)
            handler.end_headers()
            handler.wfile.write(text.encode())

        assert "did not answer as" in str(fault(server(answer)).reason)

    @pytest.mark.parametrize(
        ("status", "kind"),
        [(401, errors.Refused), (403, errors.Refused), (500, errors.ServiceError)],
    )
    def test_it_refuses(self, fault, server, status, kind):
        url = server(lambda handler: handler.send_error(status))
        assert isinstance(fault(url), kind)

    def test_it_sends_elsewhere(self, fault, server):
        def answer(handler):
            handler.send_response(302)
            handler.send_header("Location", "http://127.0.0.1:1/")
            handler.end_headers()

        assert fault(server(answer)).status == 302

    def test_it_sends_too_much(self, use, request_, server, monkeypatch):
        monkeypatch.setattr("helion_dashboard.api.logs.http._MOST", 1000)

        def answer(handler):
            handler.send_response(200)
            handler.end_headers()
            handler.wfile.write(b'{"__CURSOR": "i=1", "__REALTIME_TIMESTAMP": "1"}\n' * 100)

        use(dialect="journal", url=server(answer))
        assert 0 < len(ask(request_, limit=500).lines) < 50_000
        use(dialect="opensearch", url=server(answer))
        with pytest.raises(errors.ServiceError, match="too large"):
            ask(request_)

    def test_the_password_goes_along(self, use, request_, server):
        headers = []

        def answer(handler):
            headers.append(handler.headers["Authorization"])
            handler.send_error(401)

        use(dialect="journal", url=server(answer), user="me", password="secret")
        with pytest.raises(errors.Refused):
            ask(request_)
        assert headers == ["Basic bWU6c2VjcmV0"]


@pytest.mark.parametrize(
    "setting",
    [
        {"dialect": "loki", "url": "http://x"},
        {"dialect": "journal"},
        {"dialect": "journal", "url": "http://x", "colour": "red"},
    ],
)
def test_what_is_no_setting(request_, use, setting):
    use(**setting)
    with pytest.raises(ImproperlyConfigured, match="dialect"):
        ask(request_)


def test_without_a_store(request_, use):
    use()
    assert not client.offered()
    with pytest.raises(errors.Unreachable, match="There is none"):
        ask(request_)


def test_escape_codes_and_characters_that_turn_text_round():
    text, cut = records.shown("a\x1b[1;31mb\x1b]0;title\x07c\x00\u202ed\te\nf")
    assert text == "abc��d\te\nf"
    assert cut == 0
