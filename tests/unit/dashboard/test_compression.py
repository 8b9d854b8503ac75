"""Pages and data are compressed for who takes it, and nothing else is."""

import gzip

import pytest
from debreach.middleware import RandomCommentMiddleware
from django.http import HttpResponse
from django.test import override_settings

from helion_dashboard.kit.compression import compressed
from helion_dashboard.kit.live import live

_TEXT = "<p>node</p>" * 100


@compressed
def page(request):
    return HttpResponse(_TEXT)


@live
def rows(request):
    return {"rows": ["node"] * 100}


@pytest.fixture
def ask(make_request):
    """An answer as Horizon's middleware leaves it, by default to a browser."""

    def answer(view, **headers):
        request = make_request(**{"HTTP_ACCEPT_ENCODING": "gzip, br", **headers})
        return RandomCommentMiddleware(view)(request)

    return answer


@pytest.mark.parametrize("view", [page, rows])
def test_a_browser_gets_less(ask, view):
    small, plain = ask(view), ask(view, HTTP_ACCEPT_ENCODING="")
    assert small["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert len(small.content) < len(plain.content) / 2
    content = gzip.decompress(small.content)
    assert plain.content.startswith(content)
    assert {answer["Vary"] for answer in (small, plain)} == {"Accept-Encoding"}


def test_its_length_is_another_one_each_time(ask):
    assert len({len(ask(page).content) for _time in range(40)}) > 1


def test_the_same_data_are_still_304(ask):
    first = ask(rows)
    assert first["ETag"].startswith('W/"')
    assert ask(rows, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_what_is_sent_is_answered_plainly(ask):
    assert "Content-Encoding" not in ask(page, REQUEST_METHOD="POST")


@override_settings(HELION_DASHBOARD={"COMPRESS": False})
def test_it_can_be_left_to_the_web_server(ask):
    answer = ask(page)
    assert "Content-Encoding" not in answer
    assert b"<!-- " in answer.content  # Horizon's own bytes by chance
