"""The clock of a server that reports results: how far it is off, as a result of its own.

Results have no time of their own. They count from when they arrive, so a clock that is off moves
none of them; it is told here, from the header ``Date`` of the report.
"""

import datetime
from email.utils import parsedate_to_datetime

from helion_services.base.times import now
from helion_services.monitoring.local_checks import Result

NAME = "clock of reports"
_WARNING, _CRITICAL = 60, 300  # seconds


def result(header):
    """The :class:`~.local_checks.Result`, or ``None`` without a header that can be read.

    :param header: the header ``Date``, such as ``Sat, 28 Nov 2026 22:00:00 GMT``
    """
    try:
        moment = parsedate_to_datetime(header or "")
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    offset = round((moment - now()).total_seconds())
    level = 2 if abs(offset) >= _CRITICAL else 1 if abs(offset) >= _WARNING else 0
    performance = (f"offset={abs(offset)}s;{_WARNING};{_CRITICAL}",)
    return Result(NAME, level, _sentence(offset, level), performance)


def _sentence(offset, level):
    if not level:
        return "The clock is right."
    side = "ahead" if offset > 0 else "behind"
    return f"The clock is {_duration(abs(offset))} {side}. Results count from when they arrive."


def _duration(seconds):
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (rest if not hours else 0, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)
