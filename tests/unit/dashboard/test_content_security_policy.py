"""Nothing in our pages needs ``unsafe-inline`` of a content security policy."""

import pathlib
import re

import pytest

import helion_dashboard
from helion_dashboard.kit import bars

ROOT = pathlib.Path(helion_dashboard.__file__).parent
FILES = sorted(
    [*ROOT.glob("**/templates/**/*.html"), *ROOT.glob("**/*.py")],
    key=lambda path: path.relative_to(ROOT),
)
SCRIPTS = [
    path for path in ROOT.glob("static/**/*.mjs") if path.name != "topology.mjs"
]  # the bundle, made from the others
ATTRIBUTE = re.compile(r"""<[a-z][^<>]*?\s(style|on[a-z]+)\s*=\s*["'{]""", re.IGNORECASE)
ELEMENT = re.compile(r"<style\b|<script\b(?![^>]*\bsrc=)|href=[\"']javascript:", re.IGNORECASE)
MADE = re.compile(r"""setAttribute\(\s*["'](style|on\w+)["']|\.attr\(\s*["'](style|on\w+)["']""")


def inline(text):
    """What a strict policy blocks in a text of HTML."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "X", text, flags=re.DOTALL)
    return [match[0] for pattern in (ATTRIBUTE, ELEMENT) for match in pattern.finditer(text)]


@pytest.mark.parametrize(
    "text",
    [
        '<b style="width: 3%">',
        '<span class="{{ x }}"\n style="width: {% y %}%">',
        "<style>p{}</style>",
        "<script>go()</script>",
        "<a onclick='go()'>",
        '<form onsubmit="{{ x }}">',
        '<a href="javascript:go()">',
    ],
)
def test_what_is_blocked(text):
    assert inline(text)


@pytest.mark.parametrize(
    "text",
    [
        '<script type="module" src="{% static \'x.mjs\' %}"></script>',
        '<svg width="3%"></svg>',
        "{% blocktrans with online=x %}{{ online }}{% endblocktrans %}",
        '<p data-one="1">',
    ],
)
def test_what_is_not(text):
    assert inline(text) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_hold_neither_styles_nor_scripts(path):
    assert inline(path.read_text()) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_make_neither(path):
    text = path.read_text()
    assert MADE.findall(text) == []
    assert re.findall(r"\beval\(|new Function\(|document\.write\(", text) == []


@pytest.mark.parametrize(
    ("percent", "width"), [(0, "0%"), (100, "100%"), (33.3333, "33.33%"), (120, "100%"), (-1, "0%")]
)
def test_the_width_of_a_bar(percent, width):
    assert f'width="{width}"' in bars.bar(percent, "helion-bar")


def test_the_look_of_a_bar_is_escaped():
    assert "<x>" not in bars.bar(1, "<x>")
