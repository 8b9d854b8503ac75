"""A cluster's own page: how full it is, its hosts and datastores, and what Nova has of it."""

import json

from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from horizon import messages

from helion_dashboard import config, policy
from helion_dashboard.admin.esx import actions, cluster_tabs, items
from helion_dashboard.api import errors, scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.esx import client as esx
from helion_dashboard.kit import live

_FOLDER = "helion_dashboard/esx"

# Parts of the page that change, by the ids of their elements.
_PARTS = ("head", "error", "operation", "usage")


@require_GET
def index(request, vcenter, moid):
    """The page; ``?tab=`` chooses what it shows below the head."""
    try:
        context = _shown(request, vcenter, moid)
    except errors.NotFound:
        messages.error(request, _("The cluster “%s” does not exist.") % moid[:80])
        return HttpResponseRedirect(reverse("horizon:admin:uc_esx:index"))
    except errors.ServiceError as exc:
        context = {"page_title": _("Cluster"), "trouble": exc}
        return render(request, f"{_FOLDER}/cluster.html", context)
    tab = cluster_tabs.tab(request.GET.get("tab"))
    context |= {
        "page_title": context["cluster"].name,
        "poll": live.settings(moving=config.get().poll_operation),
        "tab": tab,
        "tabs": cluster_tabs.TABS,
        "own_table": actions.CLUSTER.as_json(request, actions.cluster_links(vcenter)),
        "host_table": actions.HOSTS.as_json(request),
        "can_hosts": policy.allowed(request, "esx_cluster:hosts"),
    }
    try:
        context |= tab.load(request, vcenter, context["cluster"])
    except errors.ServiceError as exc:
        context["tab_trouble"] = exc
    return render(request, f"{_FOLDER}/cluster.html", context)


@require_GET
@live.live
def state(request, vcenter, moid):
    """What changes on the page."""
    context = _shown(request, vcenter, moid)
    return {
        "parts": {
            f"helion-own-{name}": _part(f"_cluster_{name}", context, request) for name in _PARTS
        },
        "moving": context["cluster"].moving,
    }


@require_GET
@live.live
def hypervisor(request, vcenter, moid):
    """Nova's record of the cluster; it loads separately, so that Nova cannot delay the page."""
    cluster = esx.cluster(request, vcenter, moid)
    in_nova = esx.hypervisor(request, cluster.resource) if cluster.resource else None
    html = _part("_hypervisor", {"cluster": cluster, "hypervisor": in_nova}, request)
    return {"parts": {"helion-hypervisor": html}, "moving": cluster.moving}


@require_GET
def of_resource(request, resource):
    """On to the page of the cluster that EON knows by the id ``resource``."""
    try:
        cluster = esx.resource(request, resource)
    except errors.ServiceError as exc:
        messages.error(request, exc.reason)
        return redirect("horizon:admin:uc_esx:index")
    return redirect("horizon:admin:uc_esx:cluster", vcenter=cluster.vcenter, moid=cluster.moid)


def _shown(request, vcenter, moid):
    # Threads only read what the session holds.
    scopes.project_session(request)
    owner, cluster = gather(
        lambda: esx.vcenter(request, vcenter), lambda: esx.cluster(request, vcenter, moid)
    )
    return {
        "vcenter": owner,
        "cluster": cluster,
        "item": json.dumps(items.cluster(cluster, owner.auto_import)),
        **_operation(request, cluster.operation_id),
    }


def _operation(request, ident):
    """The last operation on the cluster; its failure leaves the rest of the page as it is."""
    if not ident or not policy.allowed(request, "operation:list"):
        return {"operation": None}
    try:
        return {"operation": esx.get_operation(request, ident)}
    except errors.NotFound:
        return {"operation": None}  # operations are not kept for ever
    except errors.ServiceError as exc:
        return {"operation": None, "operation_trouble": exc}


def _part(name, context, request):
    return loader.render_to_string(f"{_FOLDER}/{name}.html", context, request)
