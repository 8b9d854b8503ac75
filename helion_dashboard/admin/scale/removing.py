"""The page that asks what becomes of servers that leave."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helion_dashboard.admin.scale import adding, forms, planning
from helion_dashboard.admin.scale.members import find
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle

#: Servers in one address: web servers take no longer ones.
MOST = 80


@require_http_methods(["GET", "POST"])
def remove(request):
    """Show the form for all ``?server=``, or take it."""
    title = _("Remove servers")
    refused = planning.refusal(request, title)
    if refused:
        return refused
    wanted = (request.POST if request.method == "POST" else request.GET).getlist("server")
    if len(wanted) > MOST:
        return planning.back(request, _("At most %d servers can be removed at once.") % MOST)
    try:
        found = find(lifecycle.roles(request), wanted)
    except errors.ServiceError as exc:
        return planning.trouble(request, title, exc)
    if not found.places:
        return planning.back(request, _nothing(found))
    sent = request.method == "POST"
    form = forms.LeaveForm(
        *([request.POST] if sent else []), drains=found.drains, initial=_initial(request)
    )

    def page(_new, status=200):
        context = {
            "page_title": title,
            "places": found.places,
            "unknown": found.unknown,
            "form": form,
        }
        return render(request, "helion_dashboard/scale/remove.html", context, status=status)

    def ask(_new):
        return {
            "action": "scale_in",
            "nodes": [place.ident for place in found.places],
            **form.leaving(),
        }

    if not sent:
        return page(None)
    query = urlencode({"server": [place.ident for place in found.places]}, doseq=True)
    return planning.take(request, form, page, ask, form_url=f"{request.path}?{query}")


def _nothing(found):
    if found.unknown:
        return _("Nothing to remove: %s is no server of the overcloud.") % found.unknown[0][:80]
    return _("Choose the servers to remove.")


def _initial(request):
    before = adding.earlier(request)
    if not before or before.request.get("action") != "scale_in":
        return {}
    return {"after": before.request["after"], "migration": before.request["migration"]}
