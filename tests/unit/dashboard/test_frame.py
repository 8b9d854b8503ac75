"""Pages that are painted immediately: the frame asks nobody, the content comes apart."""

import json
import re

import pytest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from helion_dashboard import policy
from helion_dashboard.kit import frame
from helion_dashboard.kit.rules import ruled

from .addresses import addresses

FRAMED = ["uc_scale", "uc_overcloud", "uc_topology"]


@pytest.fixture(autouse=True)
def _allowed(monkeypatch, pages_alone):
    monkeypatch.setattr(policy, "allowed", lambda request, rule: True)


@ruled("role:list")
def plain(request):
    return HttpResponse(f"complete, {getattr(request.user, 'authorized_tenants', None)}")


PAGE = frame.framed(plain, title="Racks", stylesheet="racks.css")


def test_the_frame_names_where_the_content_is(make_request):
    text = PAGE(make_request("/racks/?q=%22a&complete2=x")).content.decode()
    assert 'href="/static/racks.css"' in text
    (content,) = re.findall(r'data-content="(.*?)"', text)
    assert content == "/racks/?q=%22a&amp;complete2=x&amp;complete=module"
    assert "js/frame.mjs" in text
    assert "js/page.mjs" not in text


def test_without_scripts_the_browser_goes_to_the_complete_page(make_request):
    text = PAGE(make_request("/racks/?q=a")).content.decode()
    fallbacks = re.findall("<noscript>(.*?)</noscript>", text, re.DOTALL)
    assert len(fallbacks) == 2
    assert all("/racks/?q=a&amp;complete=1" in fallback for fallback in fallbacks)


@pytest.mark.parametrize("value", ["1", "module"])
def test_the_complete_page_is_the_views_own(make_request, value):
    answer = PAGE(make_request(f"/racks/?complete={value}"))
    assert answer.content.startswith(b"complete")


def test_the_content_alone_needs_no_projects(make_request):
    assert PAGE(make_request("/racks/?complete=module")).content == b"complete, []"


def test_a_module_is_told_where_the_view_redirects_to(make_request):
    @ruled("role:list")
    def moved(request):
        answer = redirect("/racks/new/")
        answer.set_cookie("layout", "new")
        return answer

    page = frame.framed(moved, title="Racks")
    answer = page(make_request("/racks/?complete=module"))
    assert json.loads(answer.content) == {"url": "/racks/new/"}
    assert answer.cookies["layout"].value == "new"
    assert page(make_request("/racks/?complete=1")).status_code == 302


def test_it_has_the_rules_of_its_view():
    assert PAGE.rules == ("role:list",)


@pytest.mark.parametrize("panel", FRAMED)
def test_the_frame_calls_no_service(panel, signed_in, cloud):
    name = f"horizon:admin:{panel}:index"
    (address,) = (address for address in addresses() if address.name == name)
    answer = address.view(signed_in(reverse(name)))
    assert answer.status_code == 200
    assert "data-content=" in answer.content.decode()
    assert not cloud.request_history
