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
        owner, selection = _find(request, vcenter, moids)
    except errors.ServiceError as exc:
        return kit_forms.failed(request, back, exc)
    if not selection:
        messages.error(request, _("Select imported clusters to activate."))
        return redirect(back)
    if request.method == "POST":
        return _begin(request, back, owner, selection)
    return _page(request, owner, selection)


def _find(request, vcenter, moids):
    """The vCenter, and those of its clusters that are chosen and imported."""
    # Threads only read what the session holds.
    scopes.project_session(request)
    owner, clusters = gather(
        lambda: esx.vcenter(request, vcenter), lambda: esx.clusters(request, vcenter)
    )
    return owner, [
        cluster for cluster in clusters.clusters if cluster.moid in moids and cluster.resource
    ]


def _page(request, owner, selection):
    title = _("Activate: %s") % ", ".join(cluster.name for cluster in selection)
    names = {cluster.datacenter.name for cluster in selection}
    kept = owner.networks.get(names.pop(), "") if len(names) == 1 else ""
    context = {
        "page_title": title,
        "vcenter": owner,
        "selection": selection,
        "provisioned": all(cluster.state == esx_states.PROVISIONED for cluster in selection),
        "kept": kept,
        "kept_names": networks.names(kept),
        "source": KEPT if kept else FORM,
        "key": uuid.uuid4(),
    }
    profile = request.GET.get("profile", "")
    try:
        document = networks.start(request, profile, "" if profile else kept)
        context |= networks.for_page(request, document, resource=selection[0].resource)
    except errors.ServiceError as exc:
        context["trouble"] = exc
    return render(request, "helion_dashboard/esx/activate.html", context)


def _begin(request, back, owner, selection):
    network = None
    if request.POST.get("source", FORM) == FORM:
        network = networks.parsed(request.POST.get("network", ""))
        if network is None:
            return _wrong(request, {"network": [_("This is not valid JSON.")]})
    key = request.POST.get("key") or str(uuid.uuid4())
    invalid = {}

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
            invalid.update(exc.fields)
            raise

    scopes.project_session(request)
    names = {cluster.resource: cluster for cluster in selection}
    results = kit_actions.each(list(names), begin)
    failed = [
        (names[result["id"]].name, result["reason"]) for result in results if not result["ok"]
    ]
    if len(failed) == len(selection):
        if invalid:
            return _wrong(request, invalid)
        return _wrong(request, {"__all__": [_named(selection, *failure) for failure in failed]})
    for name, reason in failed:
        messages.error(request, f"{name}: {reason}")
    if len(selection) == 1:
        back = reverse("horizon:admin:uc_esx:cluster", args=[owner.id, selection[0].moid])
    return kit_forms.done(request, back)


def _named(selection, name, reason):
    return reason if len(selection) == 1 else f"{name}: {reason}"


def _wrong(request, errors):
    if kit_forms.in_background(request):
        return JsonResponse({"errors": errors}, status=422)
    for sentences in errors.values():
        for sentence in sentences:
            messages.error(request, sentence)
    return redirect(request.get_full_path())
