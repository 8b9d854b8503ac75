"""The Prometheus of the settings, which reads Ironic's exporter.

::

    HELION_DASHBOARD = {
        "SENSORS": {"url": "https://prometheus.example:9090", "ca": "/etc/ssl/prometheus.pem"}
    }

Further keys: ``user`` and ``password``, or ``token``; and :data:`DEFAULTS`.

Its queries are constants of this module. All that is put into them is a UUID or a number: nothing
that a person types becomes part of Prometheus' language.
"""

import contextlib
import math
import time
import uuid

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from helion_dashboard import config
from helion_dashboard.api import errors
from helion_dashboard.api.sensors import records
from helion_dashboard.api.stores import Http

SERVICE = "sensors"
DEFAULTS = {"fresh": 1800, "inlet_limit": 40, "cpu_limit": 90}
"""Seconds after which a reading is too old, and limits in degrees Celsius."""

PERIODS = {"hour": (3600, 15), "day": (86400, 300)}
"""Seconds of a period, and between two of its points."""

_KEYS = {"url", "ca", "user", "password", "token", *DEFAULTS}
_TEMPERATURE = '__name__=~"baremetal_.+_celsius"'
_INLET = '__name__=~"baremetal_.*(inlet|intake|ambient).*_celsius"'
_METER = '__name__=~"baremetal_(pwr_consumption|power_meter.*)"'
_VALUE = (
    '__name__=~"baremetal_(pwr_consumption|power_meter.*|.+_(celsius|watts|rpm|percent|volts))"'
)
_HEALTH = '__name__=~"baremetal_(fan|power|drive)_status"'
# A node in maintenance, or deleted, is not read any more, and the exporter goes on showing what it
# read last.
_FRESH = " and on (node_uuid) (time() - baremetal_last_payload_timestamp_seconds < {fresh:d})"
_HOTTEST = "topk({most:d}, topk by (node_uuid) (1, {{" + _TEMPERATURE + "}}" + _FRESH + "))"
_HOT_INLETS = "topk({most:d}, {{" + _INLET + "}} >= {limit:g}" + _FRESH + ")"
# IPMI's fans have a status of their own, Redfish's parts a health.
_FAILED = (
    "topk({most:d}, ({{" + _HEALTH + ',health=~"Warning|Critical"}}'
    ' or {{__name__=~"baremetal_fan_.+",status=~"nc|cr|nr"}})' + _FRESH + ")"
)
# Of a node without a meter, what its power supplies give.
_POWER = (
    "topk({most:d}, sum by (node_uuid) ({{" + _METER + "}}" + _FRESH + ")"
    " or sum by (node_uuid) (baremetal_power_output_watts" + _FRESH + "))"
)
_PARTS = "topk({most:d}, {{" + _HEALTH + ',node_uuid="{node}"}}' + _FRESH + ")"
_SERIES = "max by (__name__, sensor_id) ({{" + _VALUE + ',node_uuid="{node}"}})'

_MOST_ROWS = 100
_MOST_NODES = 5000


@contextlib.contextmanager
def _understood():
    """What answers with something else, such as a proxy's page, is at fault."""
    try:
        yield
    except (AttributeError, LookupError, OverflowError, TypeError, ValueError) as exc:
        raise errors.ServiceError(SERVICE, _("It did not answer as Prometheus does.")) from exc


def offered():
    """Whether there is a Prometheus."""
    return bool(config.get().sensors)


@_understood()
def hottest(request, most=5):
    """The hottest :class:`~.records.Reading` of each of the hottest nodes; may raise service
    errors, as all functions here."""
    rows = _ask(request, _HOTTEST, most=most)
    return sorted((records.reading(row, _limits()) for row in rows), key=lambda row: -row.value)


@_understood()
def hot_inlets(request):
    """:class:`~.records.Reading` of inlets at their limit or above it."""
    limits = _limits()
    rows = _ask(request, _HOT_INLETS, most=_MOST_ROWS, limit=limits["inlet_limit"])
    return sorted((records.reading(row, limits) for row in rows), key=lambda row: -row.value)


@_understood()
def failed(request):
    """Fans, power supplies and drives that failed or are about to: :class:`~.records.Part` each,
    the worst first."""
    return records.parts(_ask(request, _FAILED, most=_MOST_ROWS))


@_understood()
def power(request):
    """Watts by UUID of the nodes that have a meter."""
    rows = _ask(request, _POWER, most=_MOST_NODES)
    return {row["metric"]["node_uuid"]: value for row in rows for value in records.values([row])}


@_understood()
def of_node(request, node):
    """The :class:`~.records.Part` of one node.

    :param node: its UUID
    """
    return records.parts(_ask(request, _PARTS, most=_MOST_ROWS, node=uuid.UUID(node)))


@_understood()
def series(request, node, period="day"):
    """What a node's sensors have read: :class:`~.records.Series` each.

    :param period: of :data:`PERIODS`
    """
    length, step = PERIODS[period]
    end = math.ceil(time.time())  # what was read within this second counts
    start = end - length
    query = _SERIES.format(node=uuid.UUID(node))
    params = {"query": query, "start": start, "end": end, "step": step}
    rows = _result(request, "/api/v1/query_range", params)[:_MOST_ROWS]
    read = [records.series(row, _limits(), (start, end, step)) for row in rows]
    return sorted((row for row in read if row.points), key=lambda row: (row.rank, row.sensor))


def _ask(request, query, **values):
    """The rows of a query, at most so many as it says."""
    text = query.format(fresh=_limits()["fresh"], **values)
    rows = _result(request, "/api/v1/query", {"query": text})[: values["most"]]
    return [row for row in rows if records.values([row])]


def _result(request, path, params):
    settings = _settings()
    timeout = f"{config.get().service_timeout:g}s"
    http = Http(request, SERVICE, "SENSORS", settings)
    body = http.json("GET", path, params={**params, "timeout": timeout})
    return list(body["data"]["result"])


def _limits():
    settings = config.get().sensors
    return {name: settings.get(name, value) for name, value in DEFAULTS.items()}


def _settings():
    settings = config.get().sensors
    if not settings:
        text = _("There is none. Name a Prometheus in the setting SENSORS of HELION_DASHBOARD.")
        raise errors.Unreachable(SERVICE, text)
    numbers = all(isinstance(settings.get(name, 0), int | float) for name in DEFAULTS)
    if set(settings) - _KEYS or not settings.get("url") or not numbers:
        raise ImproperlyConfigured(
            f"HELION_DASHBOARD['SENSORS'] needs a url; its keys are {sorted(_KEYS)},"
            f" and {', '.join(DEFAULTS)} are numbers"
        )
    return settings
