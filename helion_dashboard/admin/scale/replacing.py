"""The page that asks by what a server is replaced."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from helion_dashboard.admin.scale import adding, forms, new_servers, planning
from helion_dashboard.admin.scale.members import find
from helion_dashboard.admin.scale.node_choices import offer
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def replace(request, member):
    """Show the form for the server with this name or id, or take it."""
    title = _("Replace a server")
    refused = planning.refusal(request, title)
    if refused:
        return refused
    try:
        found = find(lifecycle.roles(request), [member])
    except errors.ServiceError as exc:
        return planning.trouble(request, title, exc)
    if not found.places:
        return planning.back(request, _("“%s” is no server of the overcloud.") % member[:80])
    place = found.places[0]
    title = _("Replace %s") % place.member.name
    sent = request.method == "POST"
    form = forms.ReplaceForm(
        *([request.POST, request.FILES] if sent else []),
        offer=offer(
            request, place.role, request.POST.get("driver") or request.GET.get("driver", "")
        ),
        drains=found.drains,
        initial=_initial(request),
    )

    def page(new, status=200):
        context = {
            "page_title": title,
            "role": place.role,
            "places": found.places,
            **adding.for_page(form, new),
        }
        return render(request, "helion_dashboard/scale/replace.html", context, status=status)

    def ask(new):
        return {
            "action": "replace",
            "node": place.ident,
            "with": form.chosen(),
            "imported": new.token or None,
            **form.leaving(),
        }

    if not sent:
        return page(new_servers.Newcomers())
    return planning.take(request, form, page, ask, form_url=request.path)


def _initial(request):
    before = adding.earlier(request)
    if not before or before.request.get("action") != "replace":
        return {}
    wanted = before.request
    return {
        **adding.source_of(before),
        "after": wanted["after"],
        "migration": wanted["migration"],
    }
