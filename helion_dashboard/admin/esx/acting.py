"""Doing something to vCenters, to clusters and to hosts: one answer for each of them."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from helion_dashboard import policy
from helion_dashboard.admin.esx import actions
from helion_dashboard.api import errors, esx, scopes
from helion_dashboard.kit import actions as kit_actions
from helion_dashboard.kit import forms as kit_forms

_VCENTER = actions.by_name(actions.VCENTER)
_CLUSTER = actions.by_name(actions.CLUSTER)
#: What the service refuses in words that need more.
_SAID = {
    "vms-running": gettext_lazy(
        "Virtual machines are on it: move or delete them first, or force its deactivation."
    ),
}
_HOSTS = {"add_host": _CLUSTER["add_host"], "remove_host": _CLUSTER["remove_host"]}


@require_POST
def vcenters(request):
    """``{"action", "nodes": [vCenter's id]}`` -> ``{"results": [{node, ok, reason}]}``."""
    return _answer(request, _VCENTER, _on_vcenters)


@require_POST
def clusters(request, vcenter):
    """``{"action", "nodes": [moid]}`` -> ``{"results": [{node, ok, reason}]}``."""
    return _answer(request, _CLUSTER, lambda *asked: _on_clusters(request, vcenter, *asked[1:]))


@require_POST
def hosts(request, vcenter, moid):
    """``{"action": "add_host" | "remove_host", "nodes": [host's moid]}``: one operation for all."""

    def change(_request, action, idents):
        found = esx.cluster(request, vcenter, moid)
        if not found.resource:
            return [
                kit_actions.result(ident, _("The cluster is not imported.")) for ident in idents
            ]
        esx.change_hosts(request, found.resource, action.name, idents)
        return [kit_actions.result(ident) for ident in idents]

    return _answer(request, _HOSTS, change)


def _answer(request, table, do):
    try:
        action, idents, _inputs = kit_actions.read(request, table)
        if action.page:
            raise ValueError(_("This is done on a page of its own."))
    except ValueError as exc:
        return JsonResponse({"error": str(exc)}, status=400)
    if not policy.allowed(request, action.rule):
        reason = _("Your roles do not allow this (rule %s).") % f"helion:{action.rule}"
        return JsonResponse({"error": reason}, status=403)
    try:
        return JsonResponse({"results": do(request, action, idents)})
    except errors.ServiceError as exc:
        return JsonResponse({"error": exc.reason}, status=kit_forms.status_of(exc))


def _on_vcenters(request, action, idents):
    if action.name == "unregister":
        return _told(idents, action.bulk(request, idents))
    # Each has several clusters, and an answer for each of them.
    return [_restored(request, ident) for ident in idents]


def _restored(request, vcenter):
    try:
        found = esx.restore_proxies(request, vcenter)
    except errors.ServiceError as exc:
        return kit_actions.result(vcenter, exc.reason)
    if not found:
        return kit_actions.result(vcenter, _("None of its clusters is activated."))
    return kit_actions.result(vcenter, " ".join(f"{x.name}: {x.reason}" for x in found if not x.ok))


def _on_clusters(request, vcenter, action, moids):
    if action.bulk:
        return _told(moids, action.bulk(request, vcenter, moids))
    # A cluster is known by its moid in vCenter, and by its resource in EON.
    known = {one.moid: one.resource for one in esx.clusters(request, vcenter).clusters}
    unknown = [moid for moid in moids if not known.get(moid)]
    # Threads only read what the session holds.
    scopes.project_session(request)

    def run(moid):
        try:
            action.run(request, known[moid])
        except errors.ServiceError as exc:
            exc.reason = str(_SAID.get(exc.code, exc.reason))
            raise

    done = kit_actions.each(
        [moid for moid in moids if moid not in unknown],
        run,
    )
    return done + [kit_actions.result(moid, _("It is not imported.")) for moid in unknown]


def _told(idents, results):
    """The service's results, for all that were asked for."""
    said = {one.id: one for one in results}
    found = []
    for ident in idents:
        one = said.get(ident)
        reason = _("The service did not say how it went.") if one is None else one.reason
        well = one is not None and one.ok
        found.append(kit_actions.result(ident, "" if well else reason or one.code))
    return found
