"""Questions at the same time: answers in order, errors as they are, the user's language."""

import threading

import pytest
from django.utils import translation

from helion_dashboard.api import errors
from helion_dashboard.api.concurrently import gather


def test_they_are_asked_at_the_same_time_and_answered_in_order():
    both = threading.Barrier(2, timeout=5)

    def ask(answer):
        both.wait()
        return answer

    assert gather(lambda: ask(1), lambda: ask(2)) == [1, 2]


def test_an_error_is_raised_as_it_is():
    def fail():
        raise errors.Unreachable("image", "down")

    with pytest.raises(errors.Unreachable):
        gather(fail, lambda: 1)


def test_they_speak_the_users_language():
    with translation.override("de"):
        assert gather(translation.get_language) == ["de"]
