"""How the undercloud does: nodes, operations and services, each block for itself."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helion_dashboard import policy
from helion_dashboard.api import errors, health
from helion_dashboard.api.backup import client as backup_client
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.logs import client as logs_client
from helion_dashboard.api.monitoring import client as monitoring_client
from helion_dashboard.api.operations import client, states
from helion_dashboard.api.sensors import client as sensors_client
from helion_dashboard.api.storage import client as storage_client
from helion_dashboard.api.updates import client as updates_client
from helion_dashboard.kit import live
from helion_dashboard.kit import nodes as all_nodes
from helion_dashboard.kit.rules import ruled
from helion_dashboard.kit.topology.storage import inventory, mapping

_TEMPLATES = "helion_dashboard/overview"
_RUNNING_SHOWN = 5
_FAILED_SHOWN = 3
_URGENT_SHOWN = 5
_ALARMS_SHOWN = 5
_PROBLEMS_SHOWN = 5


@require_GET
@ruled("undercloud:see")
def index(request):
    """The frame; its blocks load separately, so a slow service does not delay the page."""
    context = {
        "page_title": _("Undercloud Overview"),
        "poll": live.settings(),
        "operations_url": _operations_url(request),
        "clusters_url": _url_of(request, lifecycle, "clusters"),
        "storage_url": _url_of(request, storage_client, "storage"),
        "updates_url": _url_of(request, updates_client, "updates"),
        "backup_url": _url_of(request, backup_client, "backup"),
        "alarms_url": _url_of(request, monitoring_client, "alarms"),
        "sensors_url": _sensors_url(request),
    }
    return render(request, f"{_TEMPLATES}/index.html", context)


@require_GET
@ruled("node:list")
@live.live
def nodes(request):
    """Nodes by provision state, power and maintenance."""
    summary = all_nodes.summary(request)
    counts = all_nodes.counts(summary, reverse("horizon:admin:uc_nodes:index"))
    context = {"summary": summary, "counts": counts}
    template = f"{_TEMPLATES}/_nodes.html"
    block = live.block(request, "overview-nodes", template, context, moving=summary.moving)
    return block | {"age": summary.age}


@require_GET
@ruled("service:list")
@live.live
def services(request):
    """Which services of the undercloud are up, and why the others are not."""
    context = {"services": health.services(request), "errors_url": _errors_url(request)}
    down = any(not service.up for service in context["services"])
    template = f"{_TEMPLATES}/_services.html"
    return live.block(request, "overview-services", template, context, moving=down)


@require_GET
@ruled("controller:list")
@live.live
def clusters(request):
    """The clusters of the overcloud's controllers that have lost a member."""
    every = lifecycle.controllers(request).clusters
    failed = [cluster for cluster in every if cluster.failed]
    context = {"failed": failed, "checked": any(cluster.checked for cluster in every)}
    template = f"{_TEMPLATES}/_clusters.html"
    return live.block(request, "overview-clusters", template, context, moving=failed)


@require_GET
@ruled("operation:list")
@live.live
def operations(request):
    """What runs, and what failed last."""
    running, failed = gather(
        lambda: client.list_operations(request, states=states.ACTIVE, limit=_RUNNING_SHOWN),
        lambda: client.list_operations(request, states=states.FAILED, limit=_FAILED_SHOWN),
    )
    context = {"running": running, "failed": failed}
    template = f"{_TEMPLATES}/_operations.html"
    return live.block(request, "overview-operations", template, context, moving=running.active)


@require_GET
@ruled("storeserv:list")
@live.live
def storage(request):
    """Capacity of the registered arrays and clusters, and what is wrong from there to Cinder."""
    content = inventory.read(request)
    sirius = content.layers[inventory.SIRIUS]
    if not sirius.available:
        raise errors.Unreachable(storage_client.SERVICE, sirius.reason)
    devices = [*content.arrays, *content.clusters]
    amounts = [array.system.usage for array in content.arrays]
    problems = mapping.build(content).problems
    context = {
        "devices": devices,
        "arrays": len(content.arrays),
        "clusters": len(content.clusters),
        "failed": [device for device in devices if device.state.failed],
        "usage": mapping.total([*amounts, *(cluster.usage for cluster in content.clusters)]),
        "problems": problems[:_PROBLEMS_SHOWN],
        "more": max(0, len(problems) - _PROBLEMS_SHOWN),
        "cinder": content.layers[inventory.CINDER],
    }
    template = f"{_TEMPLATES}/_storage.html"
    return live.block(request, "overview-storage", template, context, moving=False)


@require_GET
@ruled("entry:list")
@live.live
def updates(request):
    """How many updates are newer than what is published, critical ones that are not downloaded,
    and sources that cannot be read."""
    newer, urgent, sources = gather(
        lambda: updates_client.facets(request, newer="true"),
        lambda: updates_client.entries(
            request, priority="critical", status="available", local="false", limit=_URGENT_SHOWN
        ),
        lambda: updates_client.sources(request),
    )
    context = {
        "matter": sum(newer["kind"].values()),
        "urgent": urgent,
        "sources": sources,
        "failed": [source for source in sources if source.state.failed],
    }
    template = f"{_TEMPLATES}/_updates.html"
    return live.block(request, "overview-updates", template, context, moving=False)


@require_GET
@ruled("backup:list")
@live.live
def backup(request):
    """The last verified backup, and whether it is too old."""
    context = {"summary": backup_client.summary(request)}
    template = f"{_TEMPLATES}/_backup.html"
    return live.block(request, "overview-backup", template, context, moving=False)


@require_GET
@ruled("monitoring:see")
@live.live
def alarms(request):
    """Problems that nobody takes care of, and the numbers of all."""
    status, alarms = gather(
        lambda: monitoring_client.status(request),
        lambda: monitoring_client.problems(request, handled="false", limit=_ALARMS_SHOWN),
    )
    context = {"status": status, "alarms": alarms.records, "more": alarms.total - _ALARMS_SHOWN}
    template = f"{_TEMPLATES}/_alarms.html"
    return live.block(request, "overview-alarms", template, context, moving=True)


@require_GET
@ruled("sensor:list")
@live.live
def sensors(request):
    """Inlets at their limit, and parts that failed."""
    inlets, parts = gather(
        lambda: sensors_client.hot_inlets(request), lambda: sensors_client.failed(request)
    )
    context = {
        "inlets": inlets[:_PROBLEMS_SHOWN],
        "parts": parts[:_PROBLEMS_SHOWN],
        "more": sum(max(0, len(rows) - _PROBLEMS_SHOWN) for rows in (inlets, parts)),
    }
    template = f"{_TEMPLATES}/_sensors.html"
    return live.block(request, "overview-sensors", template, context, moving=inlets or parts)


def _errors_url(request):
    """The errors of the last hour in Logs; none without a store, or for who may not look."""
    if not logs_client.offered() or not policy.allowed(request, "log:list"):
        return None
    return f"{reverse('horizon:admin:uc_logs:index')}?period=hour&level=error"


def _sensors_url(request):
    """Where the block of sensors comes from; none without a Prometheus, or for who may not look."""
    if not sensors_client.offered() or not policy.allowed(request, "sensor:list"):
        return None
    return reverse("horizon:admin:uc_overview:sensors")


def _url_of(request, client_of_service, name):
    """Where a service's block comes from; none where the catalog lacks the service."""
    if not client_of_service.WIRE.offered(request.user):
        return None
    return reverse(f"horizon:admin:uc_overview:{name}")


def _operations_url(request):
    """Where the block of operations comes from; none where no service has any."""
    if not client.offered(request.user):
        return None
    return reverse("horizon:admin:uc_overview:operations")
