"""Readings of sensors, as small frozen dataclasses from the rows of Prometheus."""

import dataclasses
import datetime
import itertools
import math
import re

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.states import Kind, State, lookup, table

HEALTH = table(
    State("Critical", _("Failed"), Kind.FAILED),
    State("Warning", _("Warning"), Kind.HELD, "fa fa-triangle-exclamation"),
    State("OK", _("OK"), Kind.READY),
)
#: States of a sensor as IPMI has them: not critical, critical, not recoverable.
_IPMI = {"ok": "OK", "nc": "Warning", "cr": "Critical", "nr": "Critical"}
_WORST_FIRST = {name: rank for rank, name in enumerate(HEALTH)}

KINDS = {"fan": _("Fan"), "power": _("Power supply"), "drive": _("Drive")}

# The end of a metric's name: its unit, the rank of its chart, and the most digits that matter.
_UNITS = (
    ("_celsius", "°C", 0),
    ("pwr_consumption", "W", 1),
    ("_watts", "W", 1),
    ("_rpm", "RPM", 2),
    ("_percent", "%", 2),
    ("_volts", "V", 3),
)
_METER = ("W", 1)  # names such as baremetal_power_meter_1
_INLET = re.compile("inlet|intake|ambient", re.IGNORECASE)
_PROCESSOR = re.compile("cpu|proc", re.IGNORECASE)
_LONGEST = 80  # characters of a name
_GAP = 3  # steps: a line does not go on over more of them


@dataclasses.dataclass(frozen=True)
class Reading:
    """What a sensor reads.

    :ivar node: UUID of its node; ``name`` is the node's name, or the UUID
    :ivar limit: of the settings, or ``None``
    """

    node: str
    name: str
    sensor: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def amount(self):
        """The value with its unit."""
        return f"{self.value:.3g} {self.unit}"

    @property
    def over(self):
        """Whether it is at its limit or above."""
        return self.limit is not None and self.value >= self.limit


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of a node that reports its health."""

    node: str
    name: str
    sensor: str
    kind: str
    health: str

    @property
    def kind_label(self):
        """What it is, in words."""
        return KINDS.get(self.kind, self.kind)

    @property
    def state(self):
        """The :class:`~.states.State` of its health."""
        return lookup(HEALTH, self.health)


@dataclasses.dataclass(frozen=True)
class Series:
    """What a sensor has read: ``points`` are ``(seconds since the epoch, value)``, in order.

    :ivar rank: charts are in this order
    :ivar start: of the period, in seconds since the epoch; as ``end``
    :ivar step: seconds between two points
    """

    sensor: str
    unit: str
    rank: int
    points: tuple
    start: float
    end: float
    step: float
    limit: float | None = None

    @property
    def last(self):
        """The newest value."""
        return self.points[-1][1]

    @property
    def lowest(self):
        """The smallest value."""
        return min(value for _at, value in self.points)

    @property
    def highest(self):
        """The largest value."""
        return max(value for _at, value in self.points)

    @property
    def over(self):
        """Whether the newest value is at its limit or above."""
        return self.limit is not None and self.last >= self.limit

    @property
    def at(self):
        """The moment of the newest value."""
        return datetime.datetime.fromtimestamp(self.points[-1][0], datetime.UTC)

    def chart(self):
        """A line chart, in percent of its width and height.

        ``{"lines", "limit"}``: a list of points of SVG for each stretch without a gap, and the
        height of the limit, or ``None``
        """
        bounds = [self.lowest, self.highest, *([] if self.limit is None else [self.limit])]
        low, high = min(bounds), max(bounds)
        margin = (high - low or abs(high) or 1) / 10

        def height(value):
            return round(100 * (high + margin - value) / (high - low + 2 * margin), 1)

        def place(point):
            share = (point[0] - self.start) / (self.end - self.start)
            return f"{100 * share:.2f},{height(point[1])}"

        lines = [" ".join(map(place, stretch)) for stretch in self._stretches()]
        return {"lines": lines, "limit": None if self.limit is None else height(self.limit)}

    def _stretches(self):
        """The points, apart where some are missing between them."""
        stretches = [[self.points[0]]]
        for before, point in itertools.pairwise(self.points):
            if point[0] - before[0] > _GAP * self.step:
                stretches.append([])
            stretches[-1].append(point)
        return stretches


def reading(row, limits):
    """The :class:`Reading` of a row."""
    metric = row["metric"]
    (value,) = values([row])
    unit, _rank = _unit(metric["__name__"])
    return Reading(*_node(metric), _sensor(metric), value, unit, _limit(metric, limits))


def parts(rows):
    """A tuple of :class:`Part`, the worst first, then by node and sensor."""
    reported = [_part(row["metric"]) for row in rows]
    return tuple(
        sorted(
            reported, key=lambda part: (_WORST_FIRST.get(part.health, 0), part.name, part.sensor)
        )
    )


def series(row, limits, period):
    """The :class:`Series` of a row.

    :param period: ``(start, end, step)``
    """
    metric = row["metric"]
    unit, rank = _unit(metric["__name__"])
    points = [(float(at), float(text)) for at, text in row["values"]]
    kept = tuple(point for point in points if all(map(math.isfinite, point)))
    return Series(_sensor(metric), unit, rank, kept, *period, _limit(metric, limits))


def values(rows):
    """The numbers of rows, without those that are none."""
    numbers = [float(row["value"][1]) for row in rows]
    return [number for number in numbers if math.isfinite(number)]


def _part(metric):
    kind = metric["__name__"].removeprefix("baremetal_").partition("_")[0]
    health = metric.get("health") or _IPMI.get(metric.get("status"), "")
    return Part(*_node(metric), _sensor(metric), kind, health)


def _node(metric):
    node = str(metric["node_uuid"])
    return node, str(metric.get("node_name") or node)[:_LONGEST]


def _sensor(metric):
    """What people call it: without Redfish's chassis after an @ and IPMI's number in brackets."""
    ident = str(metric.get("name") or metric.get("sensor_id") or metric["__name__"])
    return re.sub(r"@.*$|\s*\(0x\w+\)$", "", ident)[:_LONGEST]


def _unit(name):
    endings = ((unit, rank) for ending, unit, rank in _UNITS if name.endswith(ending))
    return next(endings, _METER if "power_meter" in name else ("", len(_UNITS)))


def _limit(metric, limits):
    """Temperatures of inlets and processors have a limit."""
    name = metric["__name__"]
    if not name.endswith("_celsius"):
        return None
    text = f"{name} {metric.get('sensor_id', '')}"
    if _INLET.search(text):
        return limits["inlet_limit"]
    return limits["cpu_limit"] if _PROCESSOR.search(text) else None
