"""When backups are taken: each day at a time, within a window.

``{"at": "02:00", "window": 120, "verify": true}``: in UTC; if none could begin within ``window``
minutes, for another operation has the repository or nothing runs, that day is left out.
"""

import datetime
import re

from helion_services.backup import problems

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def check(schedule):
    """Raise Invalid unless it has a time of day."""
    if not _TIME.fullmatch(schedule["at"]):
        raise problems.time_invalid()


def due(schedule, last, moment):
    """Whether a backup is to begin at ``moment``; ``last`` is when the schedule last did so."""
    at = _before(schedule, moment)
    window = datetime.timedelta(minutes=schedule["window"])
    return (last is None or last < at) and moment < at + window


def following(schedule, moment):
    """The next time after ``moment``."""
    return _before(schedule, moment) + datetime.timedelta(days=1)


def _before(schedule, moment):
    """The last time of the schedule that is not after ``moment``."""
    hours, minutes = map(int, _TIME.fullmatch(schedule["at"]).groups())
    at = moment.replace(hour=hours, minute=minutes, second=0, microsecond=0)
    return at if at <= moment else at - datetime.timedelta(days=1)
