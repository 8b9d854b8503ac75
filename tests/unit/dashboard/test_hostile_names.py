"""Text that others wrote is text on every page of ours, whatever is in it.

Horizon's AngularJS evaluates ``{$ ... $}`` on the whole page. Horizon's own ``escape`` breaks that
up; what is drawn without it must stand where AngularJS does not look.
"""

import collections
import html.parser
import itertools
import json
import re
from urllib.parse import urlsplit

import pytest
from django import template
from django.template.loaders import locmem
from openstack_auth import user as auth_user
from openstack_auth import utils as auth_utils

from helion_dashboard.api import short_cache
from helion_dashboard.api.endpoint_probe import Health
from helion_dashboard.project.service_catalog import health as checks

from . import hostile_cloud
from .addresses import addresses
from .small_cloud import NODE

pytestmark = pytest.mark.slow

NAMES = {
    "markup": (
        "<script>alert(1)</script><img src=x onerror=alert(1)>\"' onmouseover='alert(1)' x=\"`"
        "{{7*7}}{% now 'Y' %}{$7*7$}\nb\r\n\tc"
    ),
    "address": "javascript:alert(1)//data:text/html,<script>alert(1)</script>",
    "long": "\u202eevil\u2066\u200f" + "x" * 300,
}
#: Around a page as Horizon has it: AngularJS runs on all of it.
AROUND = """
<title>{% block title %}{% endblock %}</title>{% block css %}{% endblock %}<body ng-app>
{% block breadcrumb_nav %}{{ page_title }}{% endblock %}
{% block page_header %}<h1>{{ page_title }}</h1>{% endblock %}
{% block main %}{% endblock %}{% block js %}{% endblock %}
"""
ADDRESSES = {
    a.name: a for a in addresses() if not a.route.endswith((".yaml", "openrc", ".csv", ".jsonl"))
}
#: Pages that show text of a service at once.
SHOWING = {
    *(f"horizon:admin:uc_nodes:{name}" for name in ("index", "detail", "rows", "edit")),
    *(f"horizon:admin:uc_esx:{name}" for name in ("index", "detail", "rows")),
    *(f"horizon:admin:uc_operations:{name}" for name in ("index", "detail", "rows", "state")),
    *(f"horizon:admin:uc_audit:{name}" for name in ("index", "detail", "rows")),
    *(f"horizon:admin:uc_topology:{name}" for name in ("data", "table")),
    *(f"horizon:admin:uc_scale:{name}" for name in ("state", "plan")),
    "horizon:admin:uc_overcloud:state",
    *(f"horizon:admin:uc_storage:{name}" for name in ("index", "detail", "backends")),
}
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "data-live", "data-url")
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Reader(html.parser.HTMLParser):
    """Collects what would be executed, and the text that AngularJS would read."""

    def __init__(self):
        super().__init__()
        self.faults = []
        self.bound = []
        self._open = []

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        if tag == "script" and not (names.get("src") or names.get("type") == "application/json"):
            self.faults.append(f"a script: {attrs}")
        for name, value in attrs:
            if name.startswith("on"):
                self.faults.append(f"<{tag} {name}>")
            if name in _ADDRESSES and urlsplit((value or "").strip()).scheme not in (
                *("", "http", "https"),
            ):
                self.faults.append(f"<{tag} {name}={value!r}>")
        if tag not in _VOID:
            self._open.append((tag, "ng-non-bindable" in names))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = {tag for tag, _off in self._open}
        if not tags & {"script", "style", "title"} and not any(off for _tag, off in self._open):
            self.bound.append(data)


@pytest.fixture(autouse=True)
def _page(monkeypatch):
    monkeypatch.setattr(auth_user.User, "authorized_tenants", ())
    monkeypatch.setattr(auth_utils, "get_project_list", lambda **kwargs: [])
    monkeypatch.setattr(checks, "of_groups", lambda *args: collections.defaultdict(Health))
    engine = template.engines["django"].engine
    alone = locmem.Loader(engine, {"base.html": AROUND})
    monkeypatch.setattr(engine, "template_loaders", [alone, *engine.template_loaders])
    yield
    short_cache.forget(())


def ask(address, signed_in, headers):
    request = signed_in(address.path(NODE), headers=headers)
    return address.view(request, **address.kwargs(NODE))


def strings(value):
    """Every text in JSON."""
    if isinstance(value, dict):
        return [*value, *itertools.chain(*map(strings, value.values()))]
    if isinstance(value, list):
        return list(itertools.chain(*map(strings, value)))
    return [value] if isinstance(value, str) else []


def faults(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    bound = [data for data in reader.bound if "{$" in data]
    return reader.faults + [f"AngularJS reads {data!r}" for data in bound]


def parts(body):
    """What modules put into the page as HTML."""
    rows = body.get("rows") or ()
    rows = list(itertools.chain(*rows.values())) if isinstance(rows, dict) else rows
    html_of_rows = [row["html"] for row in rows if isinstance(row, dict) and "html" in row]
    return [
        f"<p ng-non-bindable>{text}" for text in (*body.get("parts", {}).values(), *html_of_rows)
    ]


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("name", ADDRESSES)
def test_it_is_shown_and_never_run(name, kind, signed_in, cloud):
    hostile_cloud.fill(cloud, NAMES[kind])
    answer = ask(ADDRESSES[name], signed_in, {})
    assert answer.status_code in (200, 302, 400, 403, 404, 405, 409, 422, 502), answer.content
    content = answer.content.decode()
    if answer.headers.get("Content-Type", "").startswith("application/json"):
        body = json.loads(content)
        pieces = parts(body) if isinstance(body, dict) else []
    else:
        pieces = [content] if answer.status_code == 200 else []
    for piece in pieces:
        assert not faults(piece)


@pytest.mark.parametrize("name", sorted(SHOWING))
def test_pages_show_it(name, signed_in, cloud):
    """Else the test above would say nothing."""
    hostile_cloud.fill(cloud, "Héllo")
    answer = ask(ADDRESSES[name], signed_in, {})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Héllo" in text or "H\\u00e9llo" in text or "H&eacute;llo" in text


@pytest.mark.parametrize(
    "name",
    ["uc_nodes:detail", "uc_operations:detail", "uc_esx:detail", "uc_storage:detail"],
)
def test_a_long_error_can_be_read_and_copied_to_its_end(name, signed_in, cloud):
    text = "A long error. " * 300 + "Its end."
    hostile_cloud.fill(cloud, text)
    page = ask(ADDRESSES[f"horizon:admin:{name}"], signed_in, {}).content.decode()
    assert re.search(f'helion-error-text"[^>]*>{re.escape(text)}', page)
