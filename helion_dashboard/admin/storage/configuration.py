"""Cinder's configuration of the back ends: masked on the page, whole in a download.

``?backend=`` leaves only some back ends; ``?cpg=ARRAY:CPG`` and ``?cluster=`` the section of a
member.
"""

import json
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from helion_dashboard import policy
from helion_dashboard.admin.storage.forms import ApplyForm
from helion_dashboard.admin.storage.sections import NAMESPACE, sections
from helion_dashboard.api import errors
from helion_dashboard.api.storage import client as storage
from helion_dashboard.kit import forms, live
from helion_dashboard.kit.actions import Action, page
from helion_dashboard.kit.rules import ruled

APPLY = Action(
    "apply",
    gettext_lazy("Apply to Cinder…"),
    "configuration:apply",
    link=page(f"{NAMESPACE}:apply"),
    parameter="backend",
    most=100,
)
"""Of selected back ends."""


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
        return {
            "backends": backends,
            "query": urlencode([("backend", ident) for ident in backends]),
            "title": title,
            "text": content.cinder_conf,
            "empty": empty,
        }
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


class Apply(forms.FormPage):
    """Picks the back ends that Cinder gets; goes on to the operation."""

    name = "apply"
    title = gettext_lazy("Apply back ends to Cinder")
    rule = "configuration:apply"
    submit = gettext_lazy("Apply")
    back = gettext_lazy("Configuration")
    note = gettext_lazy(
        "Waits until Cinder's scheduler sees every pool. If one does not appear, the former"
        " configuration is put back."
    )

    def prepare(self):
        self.backends = storage.backends(self.request)
        selection = self.request.GET.getlist("backend") or [
            backend.id for backend in self.backends if backend.kind != "storevirtual"
        ]
        initial = {"backends": selection}
        self.form = ApplyForm(self.data, backends=self.backends, initial=initial)

    def save(self):
        selection = self.form.cleaned_data["backends"]
        everything = len(selection) == len(self.backends)
        operation = storage.apply(self.request, None if everything else selection, self.key)
        return reverse("horizon:admin:uc_operations:detail", args=[operation.id])

    def back_url(self):
        return reverse(f"{NAMESPACE}:configuration")


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
