"""The page that enrols a node.

It works as a plain form. With the page's module the form is sent in the background, so that
nothing that was typed is lost on an error, passwords included: they are never sent back.
"""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods
from horizon import messages

from helion_dashboard import policy
from helion_dashboard.admin.nodes import forms, listing
from helion_dashboard.api import baremetal, errors
from helion_dashboard.kit import forms as kit_forms

_TEMPLATE = "helion_dashboard/nodes/enrol.html"


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def enrol(request):
    """Show the form, or take it: 201 with the node's URL, 422 with the errors by field."""
    if not policy.allowed(request, "node:create"):
        return _answer_trouble(request, _("Your roles do not allow you to enrol nodes."), 403)
    try:
        drivers = baremetal.drivers(request)
        chosen = _chosen(request, drivers)
        properties = baremetal.driver_properties(request, chosen) if chosen else {}
    except errors.ServiceError as exc:
        return _answer_trouble(request, exc.reason, 502)
    data = request.POST if request.method == "POST" else None
    form = forms.EnrolForm(data, drivers=drivers, properties=properties, initial={"driver": chosen})
    ports = forms.PortFormSet(data, prefix="ports")
    if data is None:
        return _page(request, form, ports)
    return _take(request, form, ports)


@require_GET
def driver_fields(request):
    """The fields of ``?driver=``, as a piece of the form."""
    try:
        properties = baremetal.driver_properties(request, request.GET.get("driver", ""))
    except errors.ServiceError as exc:
        return JsonResponse({"error": exc.reason}, status=502)
    form = forms.EnrolForm(drivers=[], properties=properties)
    return render(request, "helion_dashboard/nodes/_driver_fields.html", {"form": form})


def _take(request, form, ports):
    valid = form.is_valid() & ports.is_valid()
    uuid = None
    try:
        # What is taken already is said together with all other errors.
        forms.check_free(request, form, ports)
        if valid and not form.errors and not any(ports.errors):
            uuid = forms.enrol(request, form, ports)
    except errors.ServiceError as exc:
        form.add_error(None, exc.reason)
    if uuid is None:
        return _refused(request, form, ports)
    listing.forget_sweeps(request)
    messages.success(request, _("The node %s was enrolled.") % form.cleaned_data["name"])
    url = reverse("horizon:admin:uc_nodes:detail", args=[uuid])
    if _in_background(request):
        return JsonResponse({"url": url}, status=201)
    return redirect(url)


def _refused(request, form, ports):
    if not _in_background(request):
        return _page(request, form, ports, status=422)
    return JsonResponse({"errors": kit_forms.by_field(form, *ports.forms)}, status=422)


def _chosen(request, drivers):
    wanted = request.POST.get("driver") or request.GET.get("driver")
    if wanted:
        return wanted if wanted in drivers else None
    return drivers[0] if drivers else None


def _page(request, form, ports, status=200):
    context = {"page_title": _("Enrol a node"), "form": form, "ports": ports}
    return render(request, _TEMPLATE, context, status=status)


def _answer_trouble(request, reason, status):
    if _in_background(request):
        return JsonResponse({"errors": {"__all__": [reason]}}, status=status)
    context = {"page_title": _("Enrol a node"), "trouble": reason}
    return render(request, _TEMPLATE, context, status=200 if status == 502 else status)


def _in_background(request):
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"
