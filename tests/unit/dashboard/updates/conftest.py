"""Sherpa's answers for the tests of the panel: JSON, held to its OpenAPI document."""

import pytest

from helion_dashboard.api.updates import client, downloads, records
from helion_dashboard.api.updates import contents as content_records
from helion_dashboard.api.updates import entries as entry_records
from helion_dashboard.api.updates import publications as publication_records
from helion_dashboard.api.updates import sources as source_records
from tests.contract import answers
from tests.unit.dashboard.panel_pages import act, doubles, everything_allowed, post  # noqa: F401
from tests.unit.dashboard.updates import samples

_ROOT = "/sherpa/v1"


def answered(path, body, method="GET", status=200):
    """A body that the document of the service allows there."""
    answers.assert_answer(method, f"{_ROOT}{path}", status, body)
    return body


@pytest.fixture(autouse=True)
def _allowed(everything_allowed):  # noqa: F811
    """All tests are of somebody who may do everything."""


@pytest.fixture
def updates(monkeypatch):
    """The functions of the client answer the samples; a mock with their calls."""
    answers.load()
    sources = answered("/sources", {"sources": [samples.SOURCE], "next_marker": None})
    source = source_records.source(answered("/sources/s1", samples.SOURCE_DETAIL))
    entries = answered("/entries", {"entries": [samples.ENTRY], "next_marker": None})
    content = answered(
        "/content", {"content": [samples.CONTENT], "next_marker": None, "disk": samples.DISK}
    )
    publications = answered(
        "/publications", {"publications": [samples.PUBLICATION], "next_marker": None}
    )
    transfers = answered(
        "/downloads", {"downloads": [samples.DOWNLOAD, samples.WAITING, samples.FAILED]}
    )
    anchor = {
        "fingerprint": samples.FINGERPRINT,
        "version": 1,
        "expires_at": samples.TIME,
        "keys": ["a"],
        "threshold": 1,
    }
    shipped = {"name": "HDN", "root": samples.ROOT, **anchor}
    roots = answered("/sources/roots", {"roots": [shipped]})["roots"]
    return doubles(
        monkeypatch,
        client,
        {
            "sources": [source_records.source(each) for each in sources["sources"]],
            "source": source,
            "inspect_root": source_records.anchor(answered("/sources/inspect", anchor, "POST")),
            "shipped_roots": list(map(source_records.shipped_root, roots)),
            "register": source,
            "update": source,
            "entries": records.Page(tuple(map(entry_records.entry, entries["entries"]))),
            "facets": answered("/entries/facets", samples.FACETS),
            "entry": entry_records.entry(answered("/entries/e1", samples.ENTRY_DETAIL)),
            "downloads": list(map(downloads.download, transfers["downloads"])),
            "contents": (
                records.Page(tuple(map(content_records.content, content["content"]))),
                content_records.disk(content["disk"]),
            ),
            "content": content_records.content(answered("/content/c1", samples.CONTENT_DETAIL)),
            "publish": "o1",
            "publications": records.Page(
                tuple(map(publication_records.publication, publications["publications"]))
            ),
            "publication": publication_records.publication(
                answered("/publications/p1", samples.PUBLICATION_DETAIL)
            ),
            "usage": publication_records.usage(answered("/publications/p1/usage", samples.USAGE)),
            "roll_back": "o2",
            "unpublish": "o3",
        },
    )
