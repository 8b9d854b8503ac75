"""The vCenters, and the clusters that are in the cloud, kept up to date."""

import json

from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helion_dashboard import policy
from helion_dashboard.admin.esx import actions, items
from helion_dashboard.api import errors, scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.esx import client as esx
from helion_dashboard.api.esx import states as esx_states
from helion_dashboard.kit import live
from helion_dashboard.kit.links import url_or_none

_FOLDER = "helion_dashboard/esx"


@require_GET
def index(request):
    """The page; :func:`rows` brings it up to date."""
    context = {
        "page_title": _("ESX"),
        "poll": live.settings(),
        "action_table": actions.VCENTER.as_json(request),
        "topology_url": url_or_none("horizon:admin:uc_topology:index"),
    }
    try:
        context |= _lists(request)
    except errors.ServiceError as exc:
        context["trouble"] = exc
    return render(request, f"{_FOLDER}/index.html", context)


@require_GET
@live.live
def rows(request):
    """Both lists as data: the HTML of each row, and of what is around them."""
    context = _lists(request)
    return {
        "rows": _rows("_vcenter_row", context["vcenters"], request),
        "others": {"helion-clusters": _rows("_used_row", context["clusters"], request)},
        "parts": {
            "helion-summary": _part("_summary", context, request),
            "helion-notices": _part("_notices", context, request),
        },
        "moving": any(row["moving"] for row in context["vcenters"] + context["clusters"]),
    }


def _lists(request):
    # Threads only read what the session holds.
    scopes.project_session(request)
    records, resources = gather(lambda: esx.vcenters(request), lambda: esx.resources(request))
    names = {vcenter.id: vcenter.name for vcenter in records}
    shown = [
        cluster for cluster in resources if cluster.error or cluster.state in esx_states.IN_USE
    ]
    return {
        "can_register": policy.allowed(request, "vcenter:create"),
        "vcenters": [
            {
                "id": vcenter.id,
                "record": vcenter,
                "moving": vcenter.moving,
                "item": json.dumps(items.vcenter(vcenter)),
            }
            for vcenter in sorted(records, key=_by_name)
        ],
        "clusters": [
            {
                "id": cluster.id,
                "record": cluster,
                "moving": cluster.moving,
                "vcenter": names.get(cluster.vcenter, ""),
            }
            for cluster in sorted(shown, key=_by_name)
        ],
        "totals": {
            "vcenters": len(records),
            "bad": sum(esx_states.vcenter_state(vcenter.state).failed for vcenter in records),
            "activated": sum(cluster.state == esx_states.ACTIVATED for cluster in resources),
            "moving": sum(cluster.moving for cluster in resources),
            "failed": sum(bool(cluster.error) for cluster in resources),
        },
    }


def _by_name(record):
    return record.name.lower()


def _rows(template, rows, request):
    drawn = loader.get_template(f"{_FOLDER}/{template}.html")
    return [{"id": row["id"], "html": drawn.render({"row": row}, request)} for row in rows]


def _part(name, context, request):
    return loader.render_to_string(f"{_FOLDER}/{name}.html", context, request)
