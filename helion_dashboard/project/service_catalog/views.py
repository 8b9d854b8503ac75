"""The service catalog of the user's token, whether its endpoints answer, and a ``clouds.yaml``."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helion_dashboard.api import catalog
from helion_dashboard.kit import live
from helion_dashboard.kit.rules import ruled
from helion_dashboard.project.service_catalog import clouds_yaml as clouds
from helion_dashboard.project.service_catalog import health as checks
from helion_dashboard.project.service_catalog import listing


@require_GET
@ruled("catalog:list")
def index(request):
    """The page, from the token alone: no service is asked."""
    groups = listing.groups(request)
    services = [group.service for group in groups]
    interfaces = catalog.interfaces(services)
    context = {
        "page_title": _("Service Catalog"),
        "groups": groups,
        "total": sum(len(group.rows) for group in groups),
        "regions": catalog.regions(services),
        "interfaces": [(name, listing.INTERFACES.get(name, name)) for name in interfaces],
        # What a tenant uses; a catalog without any shows all that it has.
        "interface": "public" if "public" in interfaces else "",
        "texts": {
            "shown": _("%(shown)d of %(total)d endpoints shown"),
            "unknown": _("%(unknown)s unknown"),
            "copied": _("Copied"),
            "notCopied": _("The browser does not allow it: select the address and copy it."),
        },
        "poll": live.settings(),
    }
    return render(request, "helion_dashboard/service_catalog/index.html", context)


@require_GET
@ruled("catalog:list")
@live.live
def health(request):
    """How all endpoints of the user's own catalog are, as parts of the page.

    It takes no parameter: a user cannot make it probe other addresses.
    """
    groups = listing.groups(request)
    results = checks.of_groups(request, groups)
    state = loader.get_template("helion_dashboard/service_catalog/_health.html")
    parts = {}
    healths = []
    for row in (row for group in groups for row in group.rows):
        health = results[row.endpoint.url]
        healths.append(health)
        context = {
            "state": checks.state(health),
            "version": health.version,
            "reason": checks.reason(health),
        }
        parts[f"helion-state-{row.key}"] = state.render(context, request)
    parts["helion-catalog-counts"] = checks.draw_counts(healths)
    return {"parts": parts}


@require_GET
@ruled("catalog:list")
def clouds_yaml(request):
    """The file to download."""
    response = HttpResponse(clouds.write(request), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{clouds.FILE_NAME}"'
    response["Cache-Control"] = "private, no-store"
    return response
