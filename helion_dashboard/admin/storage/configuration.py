"""Cinder's configuration of the back ends: masked on the page, whole in a download."""

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from helion_dashboard import policy
from helion_dashboard.admin.storage.sections import NAMESPACE, sections
from helion_dashboard.api import errors
from helion_dashboard.api.storage import client as storage
from helion_dashboard.kit import forms, live
from helion_dashboard.kit.rules import ruled


@require_GET
@ruled("configuration:get")
def show(request):
    """The configuration; passwords are masked."""
    context = {
        "page_title": _("Storage"),
        "sections": sections("configuration"),
        "poll": live.settings(),
        "can_apply": policy.allowed(request, "configuration:apply"),
        "can_download": policy.allowed(request, "configuration:download"),
    }
    try:
        context["configuration"] = storage.configuration(request)
    except errors.ServiceError as exc:
        context["trouble"] = exc
    return render(request, "helion_dashboard/storage/configuration.html", context)


@require_POST
@ruled("configuration:apply")
def apply(request):
    """Hand the back ends over to Cinder; goes on to the operation."""
    back = reverse(f"{NAMESPACE}:configuration")
    try:
        operation = storage.apply(request)
    except errors.ServiceError as exc:
        return forms.failed(request, back, exc)
    return forms.done(request, reverse("horizon:admin:uc_operations:detail", args=[operation.id]))


@require_POST
@ruled("configuration:download")
def download(request):
    """The same with its passwords, as ``cinder.conf`` or as JSON; it is not kept anywhere."""
    back = reverse(f"{NAMESPACE}:configuration")
    try:
        configuration = storage.download(request)
    except errors.ServiceError as exc:
        return forms.failed(request, back, exc)
    if request.POST.get("format") == "json":
        text, name, kind = (
            json.dumps(configuration.sections, indent=2),
            "storage.json",
            "application/json",
        )
    else:
        text, name, kind = configuration.cinder_conf, "cinder.conf", "text/plain"
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
