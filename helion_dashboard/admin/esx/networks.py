"""Network properties: the form that is made from the service's own description, and its checks."""

import dataclasses
import json
import re

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from helion_dashboard import policy
from helion_dashboard.api import errors
from helion_dashboard.api.esx import client as esx
from helion_dashboard.kit import forms as kit_forms
from helion_dashboard.kit import json_text
from helion_dashboard.kit.rules import ruled

_ESCAPE = re.compile(r"%(2f|5c|25)", re.IGNORECASE)
_STYLESHEET = "helion_dashboard/css/esx.css"
_CHECK, _TEMPLATE = "esx_network:check", "esx_network:template"


@dataclasses.dataclass(frozen=True)
class Document:
    """The content of the form.

    :ivar form: the service's description of the form
    :ivar content: the network properties, or ``None`` if ``text`` is not JSON
    :ivar text: the same as text
    """

    form: dict
    content: dict | None
    text: str

    @property
    def profile(self):
        return self.form["profile"]


@require_GET
@ruled(_TEMPLATE)
def index(request):
    """A template to see, fill in, check and keep, without activating anything."""
    context = {"page_title": _("Network template"), "stylesheet": _STYLESHEET}
    try:
        context |= for_page(request, start(request, request.GET.get("profile", "")))
    except errors.ServiceError as exc:
        context["trouble"] = exc
    return render(request, "helion_dashboard/esx/network.html", context)


@require_POST
@ruled(_CHECK)
def check(request):
    """``{"network_properties", "profile", "resource"}`` -> ``{"errors": [{path, message}]}``."""
    try:
        body = json_text.body(request)
        context = {name: str(body.get(name) or "") for name in ("profile", "resource")}
        properties = body["network_properties"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": _("Invalid request.")}, status=400)
    try:
        broken_rules = esx.check_network(request, properties, **context)
    except errors.ServiceError as exc:
        return JsonResponse({"error": exc.reason}, status=kit_forms.status_of(exc))
    return JsonResponse({"errors": broken_rules})


@require_POST
@ruled(_TEMPLATE)
def template(request):
    """``{"mgmt_trunk", "cloud_trunks", "profile"}`` -> ``{"network_properties"}``."""
    try:
        body = json_text.body(request)
        trunks = {name: body[name] for name in ("mgmt_trunk", "cloud_trunks")}
        profile = str(body.get("profile") or "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": _("Invalid request.")}, status=400)
    try:
        document = esx.network_template(request, trunks, profile)
    except errors.ServiceError as exc:
        answer = {"error": exc.reason, "errors": getattr(exc, "fields", {})}
        return JsonResponse(answer, status=kit_forms.status_of(exc))
    return JsonResponse({"network_properties": document})


def start(request, profile, text=""):
    """A :class:`Document` to begin with: ``text``, JSON that is kept, or the service's sample."""
    form = esx.network_form(request, profile)
    if text:
        return Document(form, parsed(text), text)
    content = form["start"]
    return Document(form, content, json.dumps(content, indent=2, ensure_ascii=False))


def parsed(text):
    """Network properties from JSON; ``None`` if it is none. HP's files have lines with ``#``."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    try:
        document = json_text.parse("\n".join(lines))
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def names(text):
    """Names of the switches and port groups in network properties, as JSON text.

    Some files have them as vCenter does, where ``%2f`` stands for a slash.
    """
    content = parsed(text) or {}
    items = [*(content.get("switches") or ()), *(content.get("portGroups") or ())]
    return [
        _ESCAPE.sub(lambda match: chr(int(match[1], 16)), str(item["name"]))
        for item in items
        if isinstance(item, dict) and item.get("name")
    ]


def for_page(request, document, resource=""):
    """What a page with the form needs."""
    may_check = policy.allowed(request, _CHECK)
    return {
        "document": document,
        "scripts": _texts(),
        "form_data": {
            "sections": document.form["sections"],
            "content": document.content,
            "profile": document.profile,
            "resource": resource,
            "check": reverse("horizon:admin:uc_esx:check") if may_check else None,
            "template": reverse("horizon:admin:uc_esx:template"),
        },
        "profiles": document.form["profiles"],
    }


def _texts():
    """Sentences of the browser's modules for this form."""
    return {
        "add": _("Add"),
        "addTo": _("Add to: %(label)s"),
        "remove": _("Remove"),
        "choose": _("Choose…"),
        "checking": _("Checking the rules…"),
        "kept": _("The networks comply with all rules."),
        "broken": _("%(n)d rules are violated:"),
        "brokenOne": _("1 rule is violated:"),
        "notChecked": _("Checking the rules failed: %(reason)s"),
        "noJson": _("This is not valid JSON: %(reason)s"),
        "noObject": _("The network properties must be a JSON object."),
        "loaded": _("Loaded %(name)s into the form."),
        "tooLarge": _("The file is larger than 1 MiB. Network properties are smaller."),
        "asking": _("Loading…"),
        "made": _("The form is filled in. Review it."),
    }
