"""How far the clock of a server is off, from its reports."""

import datetime
from email.utils import format_datetime

import pytest

from helion_services.base.times import now
from helion_services.monitoring import clock


def report(**offset):
    return clock.result(format_datetime(now() + datetime.timedelta(**offset)))


@pytest.mark.parametrize(
    ("offset", "status", "output"),
    [
        ({"seconds": 1}, 0, "The clock is right."),
        ({"hours": 1, "seconds": 1}, 2, "The clock is 1 h ahead."),
        ({"minutes": -90}, 2, "The clock is 1 h 30 min behind."),
        ({"seconds": -121}, 1, "The clock is 2 min"),
    ],
)
def test_it_is_off(offset, status, output):
    result = report(**offset)
    assert (result.status, result.output[: len(output)]) == (status, output)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "yesterday",
        "Sat, 99 Nov 2026 22:00:00 GMT",
        "9" * 9,
        "1 Jan " + "9" * 400 + " 0:0",
    ],
)
def test_what_is_no_time_tells_nothing(header):
    assert clock.result(header) is None


def test_the_extremes_are_told():
    assert clock.result("Fri, 31 Dec 9999 23:59:59 GMT").status == 2
    assert clock.result("Mon, 01 Jan 0001 00:00:00 -0000").status == 2
