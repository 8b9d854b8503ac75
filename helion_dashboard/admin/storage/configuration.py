"""Cinder's configuration of the back ends: masked on the page, whole in a download.

``?backend=`` leaves only some back ends; ``?cpg=ARRAY:CPG`` and ``?cluster=`` the section of a
member.
"""

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from helion_dashboard import policy
from helion_dashboard.admin.storage.sections import NAMESPACE, sections
from helion_dashboard.api import errors
from helion_dashboard.api.storage import client as storage
from helion_dashboard.kit import forms, live
from helion_dashboard.kit.actions import Action, page
from helion_dashboard.kit.rules import ruled


def action(parameter, **more):
    """The :class:`Action` that leads here; ``parameter`` of the address gets the thing's id."""
    return Action(
        "configuration",
        gettext_lazy("View configuration…"),
        "configuration:get",
        link=page(f"{NAMESPACE}:configuration"),
        parameter=parameter,
        **more,
    )


@require_GET
@ruled("configuration:get")
def show(request):
    """The configuration, or the part of it that the address names; passwords are masked."""
    context = {
        "page_title": _("Storage"),
        "sections": sections("configuration"),
        "poll": live.settings(),
        "can_apply": policy.allowed(request, "configuration:apply"),
        "can_download": policy.allowed(request, "configuration:download"),
    }
    try:
        context |= _part(request)
    except errors.ServiceError as exc:
        context["trouble"] = exc
    except forms.NotPossibleError as exc:
        context["reason"] = str(exc)
    return render(request, "helion_dashboard/storage/configuration.html", context)


def _part(request):
    """What the template draws: the ``text`` of sections; of a part its ``title``, too."""
    member = _member(request)
    if member is None:
        backends = request.GET.getlist("backend")
        content = storage.configuration(request, backends)
        title = ", ".join(content.backend_names) if backends else ""
        empty = not content.backend_names
        return {"backends": backends, "title": title, "text": content.cinder_conf, "empty": empty}
    backend = storage.backend(request, member.backend_id)
    content = storage.configuration(request, [backend.id])
    section = next((each.section for each in backend.members if each.id == member.id), "")
    return {"member": member, "title": member.name, "text": content.section(section)}


def _member(request):
    """The CPG or cluster that the address names, which has a back end; ``None`` for neither."""
    array, _colon, ident = request.GET.get("cpg", "").partition(":")
    cluster = request.GET.get("cluster", "")
    if array:
        cpgs = storage.cpgs(request, array)
        record = next((cpg for cpg in cpgs if cpg.id == ident), None)
    elif cluster:
        record = storage.storevirtual(request, cluster)
    else:
        return None
    if record is None or not record.backend_id:
        raise forms.NotPossibleError(
            _("It belongs to no back end, so Cinder has no configuration for it.")
        )
    return record


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
        configuration = storage.download(request, request.POST.getlist("backend"))
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
