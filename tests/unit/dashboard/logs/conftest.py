import datetime

import pytest

from helion_dashboard import config
from helion_embedded import journal
from tests import logs
from tests.icinga import free_port
from tests.unit.dashboard.panel_pages import everything_allowed  # noqa: F401

REQUEST = "req-11111111-1111-1111-1111-111111111111"
NODE = "22222222-2222-2222-2222-222222222222"
NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=250_000)
#: Seconds ago, service, level, text; the newest first.
WRITTEN = (
    (1, "nova", "INFO", f"[{REQUEST}] Booted <b>{NODE}</b>"),
    (2, "ironic", "ERROR", f"[{REQUEST}] Deploy of {NODE} failed\nTraceback: no disk"),
    (3, "ironic", "WARNING", f"[{REQUEST}] \x1b[31mSlow\x1b[0m power 'admin_pass': 'hunter2'"),
    (60, "heat", "DEBUG", "Nothing of interest"),
    (3600, "ironic", "CRITICAL", "Disk full " + "x" * 20_000),
)


def at(seconds):
    return NOW - datetime.timedelta(seconds=seconds)


def _entry(seconds, service, level, text):
    context, _bracket, rest = text.rpartition("] ")
    return journal.Entry(service, at(seconds), level, f"{service}.api", context[1:], rest)


def _document(seconds, service, level, text):
    context, _bracket, rest = text.rpartition("] ")
    return {
        "@timestamp": at(seconds).isoformat(),
        "Payload": rest,
        "log_level": level,
        "programname": service,
        "Hostname": "undercloud",
        "python_module": f"{service}.api",
        "request_id": context[1:] or None,
    }


@pytest.fixture(scope="session")
def stores(tmp_path_factory):
    """The setting of each log store that runs here, by dialect."""
    if journal.missing():
        pytest.skip(journal.missing())
    folder = tmp_path_factory.mktemp("journal")
    entries = [_entry(*line) for line in reversed(WRITTEN)]
    documents = [_document(*line) for line in WRITTEN]
    with (
        logs.running_journal(folder, free_port(), entries) as journal_url,
        logs.running_opensearch(documents) as opensearch_url,
    ):
        yield {
            "journal": {"dialect": "journal", "url": journal_url},
            "opensearch": {"dialect": "opensearch", "url": opensearch_url},
        }


@pytest.fixture
def use(settings):
    """``use(**LOGS)``: the setting of the log store."""

    def use(**setting):
        settings.HELION_DASHBOARD = {"LOGS": setting, "SERVICE_TIMEOUT": 2}
        config.get.cache_clear()

    yield use
    config.get.cache_clear()


@pytest.fixture(params=["journal", "opensearch"])
def store(request, stores, use):
    """Both stores, one after the other; its name."""
    use(**stores[request.param])
    return request.param
