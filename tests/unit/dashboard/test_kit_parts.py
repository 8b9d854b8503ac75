"""Parts of a page: drawn where they stand, and again by the same template for a refresh."""

import pytest
from django import template
from django.template import loader
from django.template.loaders import locmem

from helion_dashboard.kit import parts

TEMPLATES = {
    "base.html": "<head>{% block js %}{% endblock %}</head>{% block main %}{% endblock %}",
    "acme/frame.html": (
        "{% extends 'helion_dashboard/base.html' %}{% load helion %}"
        "{% block helion %}"
        "{% part 'head' aria_live='polite' title=nothing %}"
        " {% block state %}none{% endblock %} {% endpart %}"
        "{% block more %}{% part 'more' %}frame{% endpart %}{% endblock %}"
        "{% endblock %}"
    ),
    "acme/page.html": (
        "{% extends 'acme/frame.html' %}{% load helion %}"
        "{% block state %}<b>{{ word }}</b>{% endblock %}"
        "{% block more %}"
        "{% if shown %}{% part 'shown' element='p' %}yes{% endpart %}{% endif %}"
        "{% for name in names %}{% part 'of-'|add:name %}{{ name }}{% endpart %}{% endfor %}"
        "{% if not refresh %}<i>costly</i>{% endif %}"
        "{% include 'acme/piece.html' with word='piece' %}"
        "{% endblock %}"
    ),
    "acme/piece.html": "{% load helion %}{% part 'piece' %}{{ word }}{% endpart %}",
}


class TestLiveSection:
    SECTION = "{% load helion %}{% live_section 'events' 'Events' url 'helion-events' link=link %}"

    def draw(self, **context):
        return template.Template(self.SECTION).render(template.Context(context))

    def test_it_names_its_heading_its_source_and_its_part(self):
        html = self.draw(url="/x?a=1&b=2", link="/all")
        assert 'data-live="/x?a=1&amp;b=2"' in html
        assert 'aria-labelledby="helion-events-title"' in html
        assert 'id="helion-events-title"' in html
        assert '<a href="/all">Events</a>' in html
        assert 'id="helion-events"' in html
        assert "data-waiting" in html

    def test_without_an_address_there_is_none(self):
        assert self.draw(url=None).strip() == ""


@pytest.fixture(autouse=True)
def _templates(monkeypatch):
    engine = template.engines["django"].engine
    own = locmem.Loader(engine, TEMPLATES)
    monkeypatch.setattr(engine, "template_loaders", [own, *engine.template_loaders])


def test_a_part_is_an_element_with_its_id_where_it_stands(request_):
    page = loader.get_template("acme/page.html").render({"word": "<up>", "shown": True}, request_)
    assert '<div id="helion-head" aria-live="polite"><b>&lt;up&gt;</b></div>' in page
    assert '<p id="helion-shown">yes</p>' in page
    assert "costly" in page


def test_a_refresh_has_the_parts_that_the_page_would_have(request_):
    drawn = parts.draw("acme/page.html", {"word": "<up>", "names": ["a", "b"]}, request_)
    assert drawn == {
        "helion-head": "<b>&lt;up&gt;</b>",
        "helion-of-a": "a",
        "helion-of-b": "b",
        "helion-piece": "piece",
    }


def test_a_template_without_blocks_of_its_own_has_those_of_the_frame(request_):
    drawn = parts.draw("acme/frame.html", {}, request_)
    assert drawn == {"helion-head": "none", "helion-more": "frame"}


def test_the_same_twice_is_the_same(request_):
    context = {"word": "up", "names": ["a"]}
    first = parts.draw("acme/page.html", context, request_)
    assert parts.draw("acme/page.html", context, request_) == first


def test_a_part_needs_a_name():
    with pytest.raises(template.TemplateSyntaxError):
        template.Template("{% load helion %}{% part %}{% endpart %}")
