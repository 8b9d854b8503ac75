"""The page on which clusters are activated, with the networks that they get."""

import uuid

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from horizon import messages

from helion_dashboard import policy
from helion_dashboard.admin.esx import networks
from helion_dashboard.api import errors, scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.esx import client as esx
from helion_dashboard.api.esx import states as esx_states
from helion_dashboard.kit import actions as kit_actions
from helion_dashboard.kit import forms as kit_forms

_RULE = "esx_cluster:activate"
_MOST = 20
FORM, KEPT = "form", "datacenter"


@require_http_methods(["GET", "POST"])
def activate(request, vcenter):
    """Show the form for each ``?cluster=MOID``, or begin; 422 with what is wrong."""
    back = reverse("horizon:admin:uc_esx:detail", args=[vcenter])
    if not policy.allowed(request, _RULE):
        return kit_forms.not_allowed(request, back, _RULE)
    moids = (request.POST if request.method == "POST" else request.GET).getlist("cluster")[:_MOST]
    try:
        owner, chosen = _find(request, vcenter, moids)
    except errors.ServiceError as exc:
        return kit_forms.failed(request, back, exc)
    if not chosen:
        messages.error(request, _("Choose imported clusters to activate."))
        return redirect(back)
    if request.method == "POST":
        return _begin(request, back, owner, chosen)
    return _page(request, owner, chosen)


def _find(request, vcenter, moids):
    """The vCenter, and those of its clusters that are chosen and imported."""
    # Threads only read what the session holds.
    scopes.project_session(request)
    owner, found = gather(
        lambda: esx.vcenter(request, vcenter), lambda: esx.clusters(request, vcenter)
    )
    return owner, [one for one in found.clusters if one.moid in moids and one.resource]


def _page(request, owner, chosen):
    title = _("Activate: %s") % ", ".join(one.name for one in chosen)
    names = {one.datacenter.name for one in chosen}
    kept = owner.networks.get(names.pop(), "") if len(names) == 1 else ""
    context = {
        "page_title": title,
        "vcenter": owner,
        "chosen": chosen,
        "made": all(one.state == esx_states.PROVISIONED for one in chosen),
        "kept": kept,
        "kept_names": networks.names(kept),
        "source": KEPT if kept else FORM,
        "key": uuid.uuid4(),
    }
    profile = request.GET.get("profile", "")
    try:
        document = networks.start(request, profile, "" if profile else kept)
        context |= networks.for_page(request, document, resource=chosen[0].resource)
    except errors.ServiceError as exc:
        context["trouble"] = exc
    return render(request, "helion_dashboard/esx/activate.html", context)


def _begin(request, back, owner, chosen):
    network = None
    if request.POST.get("source", FORM) == FORM:
        network = networks.parsed(request.POST.get("network", ""))
        if network is None:
            return _wrong(request, {"network": [_("This is not valid JSON.")]})
    key = request.POST.get("key") or str(uuid.uuid4())
    said = {}

    def begin(resource):
        try:
            esx.activate(
                request,
                resource,
                network=network,
                profile=request.POST.get("profile") or None,
                key=f"{key}-{resource}",
            )
        except errors.Invalid as exc:
            said.update(exc.fields)
            raise

    scopes.project_session(request)
    names = {one.resource: one for one in chosen}
    results = kit_actions.each(list(names), begin)
    failed = [(names[one["id"]].name, one["reason"]) for one in results if not one["ok"]]
    if len(failed) == len(chosen):
        if said:
            return _wrong(request, said)
        return _wrong(request, {"__all__": [_named(chosen, *one) for one in failed]})
    for name, reason in failed:
        messages.error(request, f"{name}: {reason}")
    if len(chosen) == 1:
        back = reverse("horizon:admin:uc_esx:cluster", args=[owner.id, chosen[0].moid])
    return kit_forms.done(request, back)


def _named(chosen, name, reason):
    return reason if len(chosen) == 1 else f"{name}: {reason}"


def _wrong(request, said):
    if kit_forms.in_background(request):
        return JsonResponse({"errors": said}, status=422)
    for sentences in said.values():
        for sentence in sentences:
            messages.error(request, sentence)
    return redirect(request.get_full_path())
