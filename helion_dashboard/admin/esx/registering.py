"""Pages that register a vCenter and edit its address and login.

They work as plain forms. With the page's module they are sent in the background, so that an error
loses no input, the password included: it is never sent back.
"""

import uuid

from django.http import JsonResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from helion_dashboard import policy
from helion_dashboard.admin.esx import forms, trust
from helion_dashboard.api import errors
from helion_dashboard.api.esx import client as esx
from helion_dashboard.kit import forms as kit_forms
from helion_dashboard.kit import live

_FOLDER = "helion_dashboard/esx"
_PLACE = {"ip_address", "port"}
_CREATE, _UPDATE, _LOOK = "vcenter:create", "vcenter:update", "vcenter:certificate"


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def register(request):
    """Show the form, or take it: on to the vCenter's page, or 422 with the errors by field."""
    if not policy.allowed(request, _CREATE):
        return kit_forms.not_allowed(request, _home(), _CREATE)
    form = forms.RegisterForm(request.POST or None)

    def do(more):
        # Nothing said means the system's authorities, which need not be said for a new one.
        trust_fields = {name: value for name, value in more.items() if value is not None}
        key = request.POST.get("key") or None
        return esx.register(request, key=key, **form.login(), **trust_fields)

    # One for this showing of the page: sent twice, the form registers one vCenter.
    context = {"page_title": _("Register a vCenter"), "key": uuid.uuid4()}
    return _take(request, form, do, context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def edit(request, vcenter):
    """The same for one that is registered."""
    back = reverse("horizon:admin:uc_esx:detail", args=[vcenter])
    if not policy.allowed(request, _UPDATE):
        return kit_forms.not_allowed(request, back, _UPDATE)
    try:
        record = esx.vcenter(request, vcenter)
    except errors.ServiceError as exc:
        return kit_forms.failed(request, _home(), exc)
    form = forms.EditForm(
        request.POST or None,
        has_proxies=bool(record.clusters.activated),
        initial={
            "ip_address": record.ip_address,
            "port": record.port,
            "username": record.username,
            "auto_import": record.auto_import,
            "trust": trust.KEEP,
        },
    )

    def do(more):
        return esx.update(request, record.id, **form.login(), **more)

    context = {"page_title": _("Edit: %s") % record.name, "vcenter": record}
    return _take(request, form, do, context)


@require_POST
def certificate(request):
    """What the form's address presents, as HTML to choose from; 422 with errors by field."""
    if not policy.allowed(request, _LOOK):
        return kit_forms.not_allowed(request, _home(), _LOOK)
    form = forms.PlaceForm(request.POST)
    shown = form.is_valid() and _look(request, form)
    if not shown:
        return JsonResponse({"errors": kit_forms.by_field(form)}, status=422)
    return JsonResponse({"certificate": _drawn(request, form, shown)})


def _take(request, form, do, context):
    """Answer the form; ``do(fields)`` does it, with what the service is sent of the certificate."""
    shown = None
    if request.method == "POST" and request.POST.get("do") == "certificate":
        place = forms.PlaceForm(request.POST)
        shown = place.is_valid() and _look(request, place)
        # What else is missing is said when it is sent.
        form = type(form)(initial=request.POST.dict()) if shown else form
    elif form.is_valid():
        vcenter = _done(request, form, do)
        if vcenter:
            url = reverse("horizon:admin:uc_esx:detail", args=[vcenter.id])
            return kit_forms.done(request, url)
    if form.is_bound and "trust" in form.errors and not form.errors.keys() & _PLACE:
        shown = _look(request, form)
    status = 422 if form.is_bound else 200
    if form.is_bound and kit_forms.in_background(request):
        answer = {"errors": kit_forms.by_field(form)}
        if shown:
            answer["certificate"] = _drawn(request, form, shown)
        return JsonResponse(answer, status=status)
    context |= {
        "form": form,
        "shown": shown,
        "choices": trust.choices(shown) if shown else [],
        "trust": form["trust"].value(),
        "scripts": {"asking": _("Connecting to the vCenter…")},
    }
    return render(request, f"{_FOLDER}/register.html", context, status=status)


def _done(request, form, do):
    """The vCenter, or ``None`` after what is wrong was put at the fields."""
    try:
        return do(trust.fields(request, form))
    except trust.Changed:
        form.add_error("trust", _("The certificate has changed. Check it again."))
    except errors.ServiceError as exc:
        form.complain(exc)
    return None


def _look(request, form):
    """The :class:`~.esx.vcenters.Certificate`, or ``None`` after the form has its errors."""
    data = form.cleaned_data
    try:
        return esx.certificate(request, data["ip_address"], data["port"])
    except errors.ServiceError as exc:
        form.add_error("ip_address", exc.reason)
        return None


def _drawn(request, form, shown):
    context = {"shown": shown, "choices": trust.choices(shown), "trust": form.data.get("trust", "")}
    live.without_projects(request)
    return loader.render_to_string(f"{_FOLDER}/_certificate.html", context, request)


def _home():
    return reverse("horizon:admin:uc_esx:index")
