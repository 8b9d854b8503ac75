"""How one signs in to the overcloud, as files to keep."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from helion_dashboard import policy
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.kit import forms as kit_forms

RULE = "overcloud:credentials"


@require_GET
def clouds_yaml(request):
    """``clouds.yaml`` for openstackclient and the SDKs."""
    return _file(request, "clouds.yaml", "application/yaml", lambda found: found.clouds_yaml)


@require_GET
def openrc(request):
    """A file that a shell sources."""
    return _file(request, "overcloud-openrc.sh", "text/x-shellscript", lambda found: found.openrc)


def _file(request, name, kind, text):
    back = reverse("horizon:admin:uc_overcloud:index")
    if not policy.allowed(request, RULE):
        return kit_forms.not_allowed(request, back, RULE)
    try:
        found = lifecycle.overcloud_credentials(request)
    except errors.ServiceError as exc:
        return kit_forms.failed(request, back, exc)
    response = HttpResponse(text(found), content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
