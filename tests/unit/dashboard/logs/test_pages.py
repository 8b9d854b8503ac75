"""The panel Logs over the stores that run here."""

import html
import json
import re
from types import SimpleNamespace

import pytest

from helion_dashboard.admin.logs import about, panel, views
from helion_dashboard.api import errors, short_cache
from tests.unit.dashboard.panel_pages import shown

from .conftest import NODE, REQUEST

pytestmark = pytest.mark.usefixtures("everything_allowed")


@pytest.fixture(autouse=True)
def _forget():
    short_cache.forget(())


def page(make_request, path):
    return views.Logs(make_request(path)).answer_index().content.decode()


def test_the_newest_lines_first_and_never_as_html(make_request, store):
    text = shown(make_request, views.Logs)
    assert text.index("Booted") < text.index("Slow") < text.index("Nothing of interest")
    assert f"Booted &lt;b&gt;{NODE}&lt;/b&gt;" in text
    assert "hunter2" not in text
    assert '<option value="ironic">' in text
    assert "helion-histogram" in text
    assert re.search(r'class="helion-failed"><a href="[^"]*level=error[^"]*">2 errors', text)


def test_lines_of_a_request_with_the_time_between_them(make_request, store):
    text = page(make_request, f"/?request={REQUEST}")
    assert "Booted" in text
    assert "Nothing of interest" not in text
    assert text.count("+1.000 s") == 2


def test_an_address_with_what_is_no_time(make_request, store):
    text = page(make_request, "/?since=yesterday")
    assert "“yesterday” is not a time. It is ignored." in text
    assert "Booted" in text


def test_the_bars_lead_to_their_lines(make_request, store):
    text = page(make_request, "/?level=warning")
    bar = re.search(r'<nav class="helion-histogram".*?href="([^"]*)"', text, re.DOTALL)[1]
    address = html.unescape(bar)
    assert "since=" in address
    assert "level=warning" in address
    assert "Disk full" in page(make_request, f"/{address}") or store == "journal"


def test_lines_around_one(make_request, store):
    text = page(make_request, "/?level=error")
    line = html.unescape(re.search(r'href="[^"]*/around/([^"/]+)/"', text)[1])
    around = views.Around(make_request("/"), line=line.replace("%3D", "=").replace("%3B", ";"))
    text = around.answer_index().content.decode()
    assert "<mark>" in text
    assert "Booted" in text
    assert "Nothing of interest" in text


def test_words_are_looked_for_in_the_last_lines(make_request, stores, use, monkeypatch):
    monkeypatch.setattr("helion_dashboard.api.logs.journal._LOOKED", 3)
    use(**stores["journal"])
    text = page(make_request, "/?q=interest")
    assert "The last 3 lines were looked through." in text
    further = html.unescape(re.search(r'href="(\?[^"]*after=[^"]*)"', text)[1])
    assert "Nothing of interest" in page(make_request, f"/{further}")


def test_a_store_that_is_away(make_request, use):
    use(dialect="journal", url="http://127.0.0.1:9")
    text = shown(make_request, views.Logs)
    assert "It cannot be reached." in text


def lines_of(make_request, tab, record):
    """What the tab of a page shows: where all its lines are, and the block of the last ones."""
    context = tab.load(make_request("/"), record)
    path, _mark, query = context["lines_url"].partition("?")
    assert path == "/admin/uc_logs/about.json"
    answer = json.loads(about.lines(make_request(f"/?{query}")).content)
    return context["all_url"], answer["parts"]["helion-logs-about"]


def test_the_tab_of_a_node(make_request, store):
    (tab,) = panel.Logs.node_tabs.fget(None)
    url, text = lines_of(make_request, tab, SimpleNamespace(id=NODE))
    assert url.endswith(f"?id={NODE}")
    assert text.index("Booted") < text.index("Traceback: no disk")
    assert "Slow" not in text
    assert "+1.000 s" in text
    assert all(word in text for word in ("nova", "ironic", "undercloud", "Error", "Info"))


def test_the_tab_of_a_plan(make_request, store):
    (tab,) = panel.Logs.plan_tabs.fget(None)
    url, text = lines_of(make_request, tab, SimpleNamespace(id=NODE))
    assert url.endswith(f"?id={NODE}")
    assert "Booted" in text


def test_the_tab_of_an_operation_has_its_request(make_request, store):
    (tab,) = panel.Logs.operation_tabs.fget(None)
    operation = SimpleNamespace(id="o1", request_id=REQUEST)
    url, text = lines_of(make_request, tab, operation)
    assert url.endswith(f"?request={REQUEST}")
    assert text.index("Booted") < text.index("Traceback: no disk") < text.index("Slow")
    assert "Nothing of interest" not in text


def test_a_thing_that_nobody_logged(make_request, store):
    assert "Nothing matches the filter." in page(make_request, "/?request=req-none")
    (tab,) = panel.Logs.node_tabs.fget(None)
    _url, text = lines_of(make_request, tab, SimpleNamespace(id="none"))
    assert "Nothing about this is in the logs." in text


def test_the_tab_is_for_who_may_read_logs(make_request, store, monkeypatch):
    monkeypatch.setattr("helion_dashboard.policy.allowed", lambda request, rule: False)
    monkeypatch.setattr("helion_dashboard.kit.rules.allowed", lambda request, rule: False)
    for load in (about.node, about.operation, about.plan):
        with pytest.raises(errors.Refused):
            load(make_request("/"), SimpleNamespace(id=NODE, request_id=REQUEST))
    assert about.lines.rules == ("log:list",)


def test_without_a_store_there_is_no_panel_and_no_tab(use):
    use()
    for tabs in (panel.Logs.node_tabs, panel.Logs.operation_tabs, panel.Logs.plan_tabs):
        assert tabs.fget(None) == ()
    assert not panel.Logs().offered(None)
