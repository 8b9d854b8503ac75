"""When backups are taken, and which are kept."""

import datetime

import pytest

from helion_services.backup import retention, schedule
from helion_services.backup.models import Snapshot
from helion_services.base.problems import Invalid

DAILY = {"at": "02:00", "window": 60, "verify": True}


def moment(text):
    return datetime.datetime.fromisoformat(f"2026-{text}+00:00")


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        ("11-27T02:00", "11-28T01:59", False),
        ("11-27T02:00", "11-28T02:00", True),
        ("11-27T02:00", "11-28T02:59", True),
        ("11-27T02:00", "11-28T03:00", False),  # the window is over
        ("11-28T02:00", "11-28T02:30", False),  # it has begun already
    ],
)
def test_due(last, now, due):
    assert schedule.due(DAILY, moment(last), moment(now)) is due


def test_the_window_may_end_on_the_next_day():
    late = {**DAILY, "at": "23:30", "window": 120}
    assert schedule.due(late, moment("11-27T00:10"), moment("11-28T00:30"))


def test_following():
    assert schedule.following(DAILY, moment("11-28T01:00")) == moment("11-28T02:00")
    assert schedule.following(DAILY, moment("11-28T02:00")) == moment("11-29T02:00")


@pytest.mark.parametrize("text", ["24:00", "2:00", "02:60", "02.00"])
def test_no_time_of_day(text):
    with pytest.raises(Invalid):
        schedule.check({**DAILY, "at": text})


def taken(count, state="unverified"):
    """A backup a day, the newest first."""
    newest = moment("11-28T02:00")
    return [
        Snapshot(id=str(day), taken_at=newest - datetime.timedelta(days=day), state=state)
        for day in range(count)
    ]


def kept(rows, **numbers):
    gone = retention.superfluous(rows, numbers)
    return [row.id for row in rows if row not in gone]


def test_the_last_ones_are_kept():
    assert kept(taken(5), last=2) == ["0", "1"]


def test_the_newest_of_each_period_is_kept():
    # 2026-11-28 is a Saturday: weeks end on Sundays, the day before is of the week.
    assert kept(taken(20), last=1, weekly=3) == ["0", "6", "13"]
    assert kept(taken(40), last=1, monthly=2) == ["0", "28"]


def test_the_newest_verified_one_is_always_kept():
    rows = taken(5)
    rows[3].state = rows[4].state = "verified"
    assert kept(rows, last=1) == ["0", "3"]
