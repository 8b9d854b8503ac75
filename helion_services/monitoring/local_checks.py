"""check_mk's local checks: ``STATUS NAME PERF TEXT``, a line each.

::

    0 "disk /srv" used=41;80;90 41 % used
    P load load1=2.5;4;8|load5=1.9 The last minutes
    2 clock - The clock is 61 s off

``P`` computes the status from the thresholds in the performance data. ``-`` stands for no
performance data, and ``|`` separates several values. What follows ``\\n`` is further output.
"""

import dataclasses
import math
import re

MOST_LINES = 200
LONGEST_LINE = 4096  # characters
LONGEST_NAME = 100
_LINE = re.compile(r'([0-3P])\s+(?:"([^"]+)"|(\S+))\s+(\S+)(?:\s+(.*))?')
_FORBIDDEN = re.compile(r"[!\x00-\x1f\x7f]")
_ESCAPE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_VALUE = re.compile(r"([^=;|'\s]{1,64})=(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)([^;\d\s]{0,8})(;[^|]*)?")
_RANGE = re.compile(r"(?:(-?[\d.]+):)?(-?[\d.]+)")


class BadLine(ValueError):
    """A line that is not a local check; the text says why, ``number`` counts from 1."""

    def __init__(self, number, reason):
        super().__init__(reason)
        self.number = number
        self.reason = reason


@dataclasses.dataclass(frozen=True)
class Result:
    """What a line says. ``performance`` is Icinga's, ``label=value[unit];warn;crit`` each."""

    service: str
    status: int
    output: str
    performance: tuple[str, ...]


def parse(text):
    """``(results, errors)``: a :class:`Result` for each service, :class:`BadLine` for the rest.

    The header of check_mk's section and empty lines are left out; the last line of a service
    counts.
    """
    results, errors = {}, []
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("<<<")]
    for number, line in enumerate(lines, 1):
        if number > MOST_LINES:
            errors.append(BadLine(number, "too-many"))
            break
        try:
            result = _result(number, line.rstrip("\r"))
        except BadLine as exc:
            errors.append(exc)
        else:
            results[result.service] = result
    return list(results.values()), errors


def _result(number, line):
    if len(line) > LONGEST_LINE:
        raise BadLine(number, "too-long")
    match = _LINE.fullmatch(_ESCAPE.sub("", line))
    if match is None:
        raise BadLine(number, "format")
    status, quoted, plain, numbers, output = match.groups()
    name = quoted or plain
    if len(name) > LONGEST_NAME or _FORBIDDEN.search(name):
        raise BadLine(number, "name")
    values = [] if numbers == "-" else [_value(number, each) for each in numbers.split("|")]
    level = max((_level(value, bounds) for _text, value, bounds in values), default=0)
    return Result(
        name,
        level if status == "P" else int(status),
        (output or "").replace("\\n", "\n"),
        tuple(text for text, _value, _bounds in values),
    )


def _value(number, text):
    match = _VALUE.fullmatch(text)
    if match is None or not math.isfinite(float(match[2])):
        raise BadLine(number, "performance")
    bounds = (match[4] or "").lstrip(";").split(";")
    if not all(_RANGE.fullmatch(bound) for bound in bounds if bound):
        raise BadLine(number, "performance")
    return text, float(match[2]), bounds


def _level(value, bounds):
    warning, critical = (*bounds, "", "")[:2]
    if critical and _is_outside(value, critical):
        return 2
    return 1 if warning and _is_outside(value, warning) else 0


def _is_outside(value, bound):
    lower, upper = _RANGE.fullmatch(bound).groups()
    try:
        return value >= float(upper) or (lower is not None and value < float(lower))
    except ValueError:
        return False
