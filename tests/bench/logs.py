"""What a query of the logs adds to the store's own answer, over both dialects."""

import contextlib
import datetime
import pathlib
import tempfile
import time
import types
import uuid

import django.conf
import requests

from helion_dashboard import config
from helion_dashboard.api.logs import client, records
from helion_embedded import journal
from tests import logs
from tests.bench.result import Result
from tests.icinga import free_port

MOST = 50  # ms over the same calls
_LINES, _PAGE, _ROUNDS = 5000, 50, 7
_NODE = str(uuid.uuid4())
_QUERIES = {
    "all": records.Query(),
    "node": records.Query(ident=_NODE),
    "words": records.Query(text="token rejected", level="warning"),
}


def run():
    """Yields a result for each dialect and query."""
    if not django.conf.settings.configured:
        django.conf.settings.configure(USE_I18N=False, USE_TZ=True)
    for dialect, running in (("journal", _journal), ("opensearch", _opensearch)):
        if dialect == "journal" and journal.missing():
            continue
        with running() as url:
            django.conf.settings.HELION_DASHBOARD = {"LOGS": {"dialect": dialect, "url": url}}
            config.get.cache_clear()
            for name, query in _QUERIES.items():
                yield _over(f"watch.logs.{dialect}.{name}", query)


def _over(name, query):
    """The best of ours over the best of the same calls, one after the other."""
    calls = _recorded(query)
    plain, ours = [], []
    for _round in range(_ROUNDS):
        plain.append(_milliseconds(lambda: [_again(*call) for call in calls]))
        ours.append(_milliseconds(lambda: _ask(query)))
    details = {"ours in ms": round(min(ours), 1), "plain in ms": round(min(plain), 1)}
    return Result(name, max(0, min(ours) - min(plain)), MOST, "ms", details=details)


def _ask(query):
    lines = client.lines(types.SimpleNamespace(), query, _PAGE).lines
    assert lines
    return lines


def _recorded(query):
    """The calls that a query makes: ``(method, address, options)`` each."""
    calls, send = [], requests.Session.request

    def recording(session, method, url, **options):
        calls.append((method, url, {**options, "stream": False}))
        return send(session, method, url, **options)

    requests.Session.request = recording
    try:
        _ask(query)
    finally:
        requests.Session.request = send
    return calls


def _again(method, url, options):
    with logs.session() as session:
        assert session.request(method, url, **options).content


def _milliseconds(work):
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def _rows():
    """``(moment, level, text)`` each, the oldest first."""
    now = datetime.datetime.now(datetime.UTC)
    for number in range(_LINES):
        at = now - datetime.timedelta(seconds=_LINES - number)
        rejected = number % 10 == 0
        text = f"Node {_NODE if number % 5 else uuid.uuid4()}: the token was "
        yield at, "WARNING" if rejected else "INFO", text + ("rejected" if rejected else "renewed")


@contextlib.contextmanager
def _journal():
    entries = [
        journal.Entry("nova", at, level, "nova.api", text=text) for at, level, text in _rows()
    ]
    with (
        tempfile.TemporaryDirectory() as folder,
        logs.running_journal(pathlib.Path(folder), free_port(), entries) as url,
    ):
        yield url


@contextlib.contextmanager
def _opensearch():
    documents = [
        {
            "@timestamp": at.isoformat(),
            "Payload": text,
            "log_level": level,
            "programname": "nova",
            "Hostname": "undercloud",
        }
        for at, level, text in _rows()
    ]
    with logs.running_opensearch(documents) as url:
        yield url
