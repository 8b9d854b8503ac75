"""Small pieces about operations, for other pages too; each loads by itself."""

from django.template import loader
from django.views.decorators.http import require_GET

from helion_dashboard.admin.operations import listing, resources
from helion_dashboard.api import operations
from helion_dashboard.kit import live

_SHOWN = 5


@require_GET
@live.live
def running(request):
    """How many operations have not ended, for the head of all our pages."""
    page = operations.list_operations(request, states=listing.ACTIVE, limit=1)
    html = loader.render_to_string(
        "helion_dashboard/operations/_running.html", {"active": page.active}, request
    )
    return {"parts": {"helion-running": html}, "moving": bool(page.active)}


@require_GET
@live.live
def of_resource(request):
    """The last operations on ``?resource=``, such as ``node:UUID``."""
    resource = request.GET.get("resource", "")[:255]
    page = operations.list_operations(request, resource=resource, limit=_SHOWN)
    context = {"operations": page.operations, "more": page.next, "resource": resource}
    html = loader.render_to_string("helion_dashboard/operations/_of.html", context, request)
    moving = any(one.moving for one in page.operations)
    return {"parts": {"helion-operations-of": html}, "moving": moving}


@require_GET
@live.live
def names(request, operation):
    """``{"names": {id: name}}`` of what an operation works on.

    A node, cluster or vCenter without a name is not there: not yet, or with ``ended`` no more.
    """
    found = operations.get_operation(request, operation)
    return {
        "names": resources.names(request, found.resources),
        "ended": not found.moving,
        "moving": found.moving,
    }
