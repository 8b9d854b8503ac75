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
    found, resources = gather(lambda: esx.vcenters(request), lambda: esx.resources(request))
    names = {one.id: one.name for one in found}
    shown = [one for one in resources if one.error or one.state in esx_states.IN_USE]
    return {
        "can_register": policy.allowed(request, "vcenter:create"),
        "vcenters": [
            {"id": one.id, "one": one, "moving": one.moving, "item": json.dumps(items.vcenter(one))}
            for one in sorted(found, key=lambda one: one.name.lower())
        ],
        "clusters": [
            {"id": one.id, "one": one, "moving": one.moving, "vcenter": names.get(one.vcenter, "")}
            for one in sorted(shown, key=lambda one: one.name.lower())
        ],
        "totals": {
            "vcenters": len(found),
            "bad": sum(esx_states.vcenter_state(one.state).failed for one in found),
            "activated": sum(one.state == esx_states.ACTIVATED for one in resources),
            "moving": sum(one.moving for one in resources),
            "failed": sum(bool(one.error) for one in resources),
        },
    }


def _rows(template, found, request):
    row = loader.get_template(f"{_FOLDER}/{template}.html")
    return [{"id": one["id"], "html": row.render({"row": one}, request)} for one in found]


def _part(name, context, request):
    return loader.render_to_string(f"{_FOLDER}/{name}.html", context, request)
