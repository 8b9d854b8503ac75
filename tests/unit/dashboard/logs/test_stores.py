"""The two dialects against real programs: the same questions, the same answers."""

import base64
import contextlib
import datetime
import socket
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured

from helion_dashboard.api import errors, short_cache
from helion_dashboard.api.logs import client, records
from helion_embedded.simulators import tls
from tests import odd_server

from .conftest import NODE, NOW, REQUEST, WRITTEN, at

pytestmark = pytest.mark.slow


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
    assert full.text.startswith("Disk full xxx")
    assert full.cut == len("Disk full ") + 20_000 - 8192


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
        """``server(mode, text)``: a :class:`~tests.odd_server.Server`."""
        with contextlib.ExitStack() as running:
            yield lambda *mode: running.enter_context(odd_server.running(*mode))

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

    @pytest.mark.parametrize("mode", ["hang", "drip"])
    def test_it_does_not_end(self, fault, server, mode):
        error = fault(server(mode).url)
        assert isinstance(error, errors.Unreachable)
        assert "in time" in str(error.reason)

    @pytest.mark.parametrize(
        "text",
        [
            "<html>\n",
            "{}\n",
            "[1]\n",
            '{"hits": 1}\n',
            '{"hits": {"hits": [1]}}\n',
            "null\n",
        ],
    )
    def test_it_answers_nonsense(self, fault, server, text):
        assert "did not answer as" in str(fault(server("body", text).url).reason)

    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            (401, errors.Refused),
            (403, errors.Refused),
            (429, errors.ServiceError),  # too busy
            (500, errors.ServiceError),
            (507, errors.ServiceError),  # full
        ],
    )
    def test_it_refuses(self, fault, server, status, kind):
        assert isinstance(fault(server("status", str(status)).url), kind)

    def test_it_sends_elsewhere(self, fault, server):
        assert fault(server("elsewhere", "http://127.0.0.1:1/").url).status == 307

    def test_it_sends_too_much(self, use, request_, server, monkeypatch):
        monkeypatch.setattr("helion_dashboard.api.stores._MOST", 1000)
        url = server("body", '{"__CURSOR": "i=1", "__REALTIME_TIMESTAMP": "1"}\n' * 2000).url
        use(dialect="journal", url=url)
        assert 0 < len(ask(request_, limit=5000).lines) < 2000
        use(dialect="opensearch", url=url)
        with pytest.raises(errors.ServiceError, match="too large"):
            ask(request_)

    def test_its_certificate_is_not_trusted(self, fault, use, request_, tmp_path):
        socket_ = socket.create_server(("127.0.0.1", 0))
        port = socket_.getsockname()[1]
        socket_.close()
        web = tls.server(_nothing, "127.0.0.1", port, tmp_path, "Test", ["127.0.0.1"])
        threading.Thread(target=web.serve_forever, daemon=True).start()
        try:
            url = f"https://127.0.0.1:{port}"
            assert "certificate is not trusted" in str(fault(url).reason)
            assert "did not answer as" in str(fault(url, ca=str(tmp_path / "ca.pem")).reason)
        finally:
            web.shutdown()
            web.server_close()

    def test_the_password_goes_along(self, use, request_, server):
        running = server("status", "401")
        use(dialect="journal", url=running.url, user="me", password="sécret密")
        with pytest.raises(errors.Refused):
            ask(request_)
        login = base64.b64encode("me:sécret密".encode()).decode()
        assert running.login() == f"Basic {login}"


def _nothing(_environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b"[]\n"]


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


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("'bmc_password': 'hunter2'", "bmc_password"),
        ('{"admin_pass": "hunter2", "name": "n"}', "admin_pass"),
        ("password=hunter2 user=me", "user=me"),
        ("password: hunter2, user: me", "user: me"),
        ("X-Auth-Token: hunter2", "X-Auth-Token"),
        ("X-Subject-Token: hunter2", "X-Subject-Token"),
        ("Authorization: Basic hunter2", "Authorization"),
        ("Set-Cookie: hunter2; Secure", "Secure"),
        ("ssh_key: hunter2", "ssh_key"),
        ("mysql://nova:hunter2@db.example/nova", "nova:•••@db.example/nova"),
        ("-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY----- a", "----- a"),
        ("-----BEGIN PRIVATE KEY-----\nhunter2", "BEGIN PRIVATE KEY"),
        ("<adminPass>hunter2</adminPass>", "</adminPass>"),
        ("--password hunter2 --name n", "--name n"),
        ("x" * 8180 + "'password': 'hunter2'", "xxx"),
    ],
)
def test_secrets_are_masked(text, kept):
    text, _cut = records.shown(text)
    assert "hunt" not in text
    assert kept in text


@pytest.mark.parametrize(
    "text", ["Node n is active", "http://127.0.0.1:6385/v1/nodes", "[req-1] POST /v3/auth/tokens"]
)
def test_what_is_no_secret_stays(text):
    assert records.shown(text) == (text, 0)


@pytest.mark.parametrize(
    "text", ["password" * 1000, "://x:" * 2000, "-----BEGIN " * 900, "-" * 9000]
)
def test_masking_ends_soon_whatever_the_line(text):
    assert len(records.shown(text)[0]) <= 8192


def test_a_line_of_a_mebibyte_is_cut_off_and_says_by_how_much():
    text, cut = records.shown("\x1b[31m" + "a" * 2**20)
    assert text == "a" * 8192
    assert cut == 2**20 - 8192
