"""Published Heat templates: their text, their relations, and two versions side by side."""

import pytest
from django.http import QueryDict

from helion_dashboard.admin.updates import publications, templates
from helion_dashboard.api import errors
from helion_dashboard.api.updates import client
from helion_dashboard.api.updates import publications as publication_records
from helion_dashboard.api.updates import templates as template_records
from tests.unit.dashboard.panel_pages import doubles
from tests.unit.dashboard.updates import samples
from tests.unit.dashboard.updates.conftest import answered


@pytest.fixture
def service(monkeypatch, updates):
    updates.publication.return_value = publication_records.publication(
        answered("/publications/t2", samples.TEMPLATE_PUBLICATION)
    )
    rows = {
        row["id"]: template_records.template(answered(f"/templates/{row['id']}", row))
        for row in (samples.TEMPLATE, samples.FORMER)
    }
    calls = doubles(monkeypatch, client, {"template": None})
    calls.template.side_effect = lambda request, ident: rows[ident]
    return calls


def page(make_request, query="tab=template"):
    request = make_request("/")
    request.GET = QueryDict(query)
    return publications.Publication(request, publication="t2").answer_detail().content.decode()


def test_its_text_and_relations(make_request, service):
    html = page(make_request)
    for words in ("# &lt;b&gt;new&lt;/b&gt;", "helion-webserver", "shop 3", "init.sh"):
        assert words in html
    assert "Compare with 1.0" in html
    assert "helion-difference" not in html.replace("#helion-difference", "")
    assert len(service.mock_calls) == 1


def test_two_versions_side_by_side(make_request, service):
    html = page(make_request, "tab=template&with=t1")
    assert "1.0 and 2.0" in html
    assert "# old" in html
    assert "changed" in html


def test_a_version_that_is_gone(make_request, service):
    assert "1.0 and 2.0" not in page(make_request, "tab=template&with=nonsense")
    service.template.side_effect = [
        service.template(None, "t2"), errors.NotFound("sherpa", "gone", 404)
    ]  # fmt: skip
    assert "1.0 and 2.0" not in page(make_request, "tab=template&with=t1")


def test_an_image_has_no_text(make_request, updates):
    assert "tab=template" not in page(make_request, "")


def test_what_differs():
    before, after = "a\nb\nc\nd", "a\nB\nc\nd\ne"
    (part,) = templates.rows(before, after)
    assert [(row.mark, row.before, row.after) for row in part] == [
        ("", "a", "a"),
        ("~", "b", "B"),
        ("", "c", "c"),
        ("", "d", "d"),
        ("+", None, "e"),
    ]
    (part,) = templates.rows("a\nb\nc", "x")
    assert [(row.mark, row.before_number, row.after_number) for row in part] == [
        ("~", 1, 1),
        ("-", 2, None),
        ("-", 3, None),
    ]
    assert templates.rows("a", "a") == []
    assert templates.rows("a\n" * 5000, "a") is None
