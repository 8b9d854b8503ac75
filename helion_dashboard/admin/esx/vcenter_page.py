"""A vCenter's own page: how it does, and its clusters, imported or not."""

import json

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from horizon import messages

from helion_dashboard import policy
from helion_dashboard.admin.esx import actions, items, listing
from helion_dashboard.api import errors, scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.esx import client as esx
from helion_dashboard.api.esx import states as esx_states
from helion_dashboard.kit import live
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.list_query import ListQuery

_FOLDER = "helion_dashboard/esx"


@require_GET
def index(request, vcenter):
    """The page; :func:`state` brings it up to date."""
    try:
        context = _shown(request, vcenter)
    except errors.NotFound:
        messages.error(request, _("The vCenter “%s” does not exist.") % vcenter[:80])
        return HttpResponseRedirect(reverse("horizon:admin:uc_esx:index"))
    except errors.ServiceError as exc:
        context = {"page_title": _("vCenter"), "trouble": exc}
        return render(request, f"{_FOLDER}/vcenter.html", context)
    context |= {
        "page_title": context["vcenter"].name,
        "poll": live.settings(),
        "action_table": actions.CLUSTER.as_json(request, actions.cluster_links(vcenter)),
        "own_table": actions.VCENTER.as_json(request),
        "topology_url": _topology(request, vcenter),
    }
    return render(request, f"{_FOLDER}/vcenter.html", context)


@require_GET
@live.live
def state(request, vcenter):
    """What changes on the page: its head, and the rows of its clusters."""
    context = _shown(request, vcenter)
    template = loader.get_template(f"{_FOLDER}/_cluster_row.html")
    shown = {"vcenter": context["vcenter"]}
    return {
        "rows": [
            {"id": row["id"], "html": template.render({**shown, "row": row}, request)}
            for row in context["rows"]
        ],
        "parts": {
            name: loader.render_to_string(f"{_FOLDER}/{template}.html", context, request)
            for name, template in (
                ("helion-own-head", "_vcenter_head"),
                ("helion-summary", "_clusters_summary"),
                ("helion-notices", "_clusters_notices"),
            )
        },
        "moving": context["vcenter"].moving or any(row["record"].moving for row in context["rows"]),
    }


def _topology(request, vcenter):
    """Where the picture of the vCenter is, for those who may see it."""
    may = policy.allowed(request, "topology:see")
    return url_or_none("horizon:admin:uc_topology:vcenter", vcenter) if may else None


def _shown(request, ident):
    # Threads only read what the session holds.
    scopes.project_session(request)
    vcenter, inventory = gather(
        lambda: esx.vcenter(request, ident), lambda: esx.clusters(request, ident)
    )
    facets = listing.facets(inventory)
    query = ListQuery.parse(request.GET, listing.COLUMNS, facets)
    rows = [
        {
            "id": cluster.moid,
            "record": cluster,
            "item": json.dumps(items.cluster(cluster, vcenter.auto_import)),
        }
        for cluster in listing.page(inventory.clusters, query)
    ]
    return {
        "vcenter": vcenter,
        "item": json.dumps(items.vcenter(vcenter)),
        "query": query,
        "problems": query.problems,
        "facets": [(facet, query.facets.get(facet.name, "")) for facet in facets],
        "headings": list(query.headings(listing.COLUMNS)),
        "rows": rows,
        "datacenters": inventory.datacenters,
        "all": len(inventory.clusters),
        "counts": _counts(inventory.clusters),
    }


def _counts(clusters):
    return {
        "imported": sum(cluster.state != esx_states.NOT_IMPORTED for cluster in clusters),
        "activated": sum(cluster.state == esx_states.ACTIVATED for cluster in clusters),
        "moving": sum(cluster.moving for cluster in clusters),
        "failed": sum(bool(cluster.error) for cluster in clusters),
    }
