"""Icinga's performance data: ``label=value[unit];warn;crit;min;max`` as numbers."""

import math
import re

_VALUE = re.compile(r"'?([^=']+)'?=(-?[\d.]+(?:[eE][-+]?\d+)?)([^;\s]*)((?:;[^;]*)*)")
MOST = 50


def parse(items):
    """Dicts for :class:`~.api.schemas.Performance`; what cannot be read is left out."""
    return [row for item in items[:MOST] if (row := _row(str(item)))]


def _row(text):
    match = _VALUE.fullmatch(text.strip())
    if match is None:
        return None
    label, value, unit, rest = match.groups()
    bounds = [_number(part) for part in rest.split(";")[1:5]]
    warning, critical, minimum, maximum = (*bounds, None, None, None, None)[:4]
    number = _number(value)
    return number is not None and {
        "label": label,
        "value": number,
        "unit": unit,
        "warning": warning,
        "critical": critical,
        "minimum": minimum,
        "maximum": maximum,
    }


def _number(text):
    """A finite number, of a range its upper end; None for anything else."""
    try:
        number = float(text.rpartition(":")[2])
    except ValueError:
        return None
    return number if math.isfinite(number) else None
