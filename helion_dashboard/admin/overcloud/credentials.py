"""Credentials for the overcloud, as files to download."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.kit import forms as kit_forms
from helion_dashboard.kit.rules import ruled

RULE = "overcloud:credentials"


@require_GET
@ruled(RULE)
def clouds_yaml(request):
    """``clouds.yaml`` for openstackclient and the SDKs."""
    return _file(request, "clouds_yaml", "clouds.yaml", "application/yaml")


@require_GET
@ruled(RULE)
def openrc(request):
    """A file that a shell sources."""
    return _file(request, "openrc", "overcloud-openrc.sh", "text/x-shellscript")


def _file(request, field, name, content_type):
    index = reverse("horizon:admin:uc_overcloud:index")
    try:
        text = getattr(lifecycle.overcloud_credentials(request), field)
    except errors.ServiceError as exc:
        return kit_forms.failed(request, index, exc)
    response = HttpResponse(text, content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
