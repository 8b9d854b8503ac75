"""The panel Logs over the stores that run here."""

import html
import re

import pytest

from helion_dashboard.admin.logs import panel, views
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


def test_the_tab_of_a_node(make_request, store):
    (tab,) = panel.Logs.node_tabs.fget(None)
    node = type("Node", (), {"id": NODE})
    context = tab.load(make_request("/"), node)
    assert [line.service for line in context["lines"]] == ["nova", "ironic"]
    assert context["all_url"].endswith(f"?id={NODE}")


def test_the_tab_is_for_who_may_read_logs(make_request, store, monkeypatch):
    monkeypatch.setattr("helion_dashboard.policy.allowed", lambda request, rule: False)
    with pytest.raises(errors.Refused):
        views.of_node(make_request("/"), None)


def test_without_a_store_there_is_no_panel_and_no_tab(use):
    use()
    assert panel.Logs.node_tabs.fget(None) == ()
    assert not panel.Logs().offered(None)
