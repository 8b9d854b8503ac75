"""Tags and templates that several pages share."""

import types

import pytest
from django.template.loader import render_to_string
from django.utils.html import escape

from helion_dashboard.api.ironic import states
from helion_dashboard.templatetags import helion


@pytest.mark.parametrize(
    ("mebibytes", "text"),
    [(262144, "256 GiB"), ("4096", "4 GiB"), (1536, "1.5 GiB"), (None, ""), ("?", ""), (0, "")],
)
def test_memory_has_one_unit(mebibytes, text):
    assert helion.memory(mebibytes) == text


def test_hardware_in_short():
    node = types.SimpleNamespace(properties={"cpus": 8, "memory_mb": 262144, "local_gb": "?"})
    assert helion.hardware(node) == "8 CPU · 256 GiB"


class TestWhy:
    def test_a_short_reason_is_a_line(self):
        assert helion.why("It is <b>.") == '<div class="helion-why">It is &lt;b&gt;.</div>'

    def test_a_long_one_opens_to_the_whole_text(self):
        reason = "\n".join(f"{number}. The array <b> hangs." for number in range(30))
        html = str(helion.why(reason))
        assert html.startswith('<details class="helion-why"><summary>')
        assert html.endswith(f"<p>{escape(reason)}</p></details>")


def test_the_number_of_nodes_stands_at_their_state():
    summary = {"total": 4, "states": [(states.state_of("available"), 3)], "power": []}
    html = render_to_string(
        "helion_dashboard/overview/_nodes.html", {"summary": summary, "counts": ()}
    )
    assert html.index("Available") < html.index("<td>3</td>") < html.index('helion-bar"')


@pytest.mark.parametrize(("current", "title"), [(0, "Updates"), (1, "Content"), (None, "Updates")])
def test_a_section_has_a_title_of_its_own_below_that_of_its_panel(current, title):
    names = ("Catalogue", "Content")
    sections = [(name, "/", number == current) for number, name in enumerate(names)]
    assert helion.section_title({"page_title": "Updates", "sections": sections}) == title
    assert helion.section_title({"page_title": "Updates"}) == "Updates"
