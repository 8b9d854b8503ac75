"""The page of all sensors, and the tab of a node; each block asks Prometheus separately."""

import collections

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.sensors import client as sensors
from helion_dashboard.kit import live, rules
from helion_dashboard.kit import nodes as all_nodes
from helion_dashboard.kit.rules import ruled

NAMESPACE = "horizon:admin:uc_sensors"
_RULE = "sensor:list"
_TEMPLATES = "helion_dashboard/sensors"
_PERIODS = {"hour": gettext_lazy("The last hour"), "day": gettext_lazy("The last 24 hours")}


@require_GET
@ruled(_RULE)
def index(request):
    """The frame; its blocks load separately, so a slow Prometheus does not delay the page."""
    context = {"page_title": _("Sensors"), "poll": live.settings()}
    return render(request, f"{_TEMPLATES}/index.html", context)


@require_GET
@ruled(_RULE)
@live.live
def hottest(request):
    """The hottest nodes, and the inlets at their limit."""
    readings, inlets = gather(lambda: sensors.hottest(request), lambda: sensors.hot_inlets(request))
    hot = {(inlet.node, inlet.sensor) for inlet in inlets}
    others = [each for each in readings if (each.node, each.sensor) not in hot]
    context = {"readings": [*inlets, *others], "inlets": inlets}
    return _block(request, "hottest", context, moving=inlets)


@require_GET
@ruled(_RULE)
@live.live
def failed(request):
    """Fans, power supplies and drives that failed or are about to."""
    parts = sensors.failed(request)
    return _block(request, "failed", {"parts": parts}, moving=parts)


@require_GET
@ruled(_RULE, "node:list")
@live.live
def power(request):
    """Power by rack."""
    watts, nodes = gather(lambda: sensors.power(request), lambda: all_nodes.sweep(request))
    return _block(request, "power", {"racks": by_rack(watts, nodes)})


@require_GET
@ruled(_RULE)
@live.live
def node(request, node):
    """What the sensors of a node have read in ``?period=``."""
    period = _period(request)
    series, parts = gather(
        lambda: sensors.series(request, str(node), period),
        lambda: sensors.of_node(request, str(node)),
    )
    return _block(request, "node", {"series": series, "parts": parts})


def tab(request, node):
    """What the tab of a node needs."""
    rules.check(request, _RULE)
    period = _period(request)
    url = reverse(f"{NAMESPACE}:node", args=[node.uuid])
    periods = [(name, label, name == period) for name, label in _PERIODS.items()]
    return {"readings_url": f"{url}?period={period}", "periods": periods}


def by_rack(watts, nodes):
    """``{"rack", "watts", "nodes", "most"}`` of each rack, the largest first.

    ``most`` are the watts of the first one.

    :param watts: by UUID
    :param nodes: :class:`~.ironic.records.PlacedNode` each; of others no rack is known
    """
    racks = {each.uuid: str(each.extra.get("rack") or "") for each in nodes}
    totals, numbers = collections.Counter(), collections.Counter()
    for uuid, number in watts.items():
        rack = racks.get(uuid, "")
        totals[rack] += number
        numbers[rack] += 1
    most = max(totals.values(), default=0)
    return [
        {"rack": rack, "watts": total, "nodes": numbers[rack], "most": most}
        for rack, total in totals.most_common()
    ]


def _period(request):
    period = request.GET.get("period", "")
    return period if period in _PERIODS else "day"


def _block(request, name, context, moving=False):
    template = f"{_TEMPLATES}/_{name}.html"
    return live.block(request, f"sensors-{name}", template, context, moving=moving)
