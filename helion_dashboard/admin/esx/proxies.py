"""The page that says how the compute proxies of a vCenter, or that of a cluster, are deployed."""

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helion_dashboard import policy
from helion_dashboard.admin.esx import forms
from helion_dashboard.api import errors
from helion_dashboard.api.esx import client as esx
from helion_dashboard.kit import forms as kit_forms

_SET = "esx_proxy:set"


@require_http_methods(["GET", "POST"])
def of_vcenter(request, vcenter):
    """For all clusters of a vCenter."""
    back = reverse("horizon:admin:uc_esx:detail", args=[vcenter])
    return _page(request, back, lambda: ({"vcenter": vcenter}, esx.vcenter(request, vcenter)))


@require_http_methods(["GET", "POST"])
def of_cluster(request, vcenter, moid):
    """The settings of a cluster, which override those of its vCenter."""
    back = reverse("horizon:admin:uc_esx:cluster", args=[vcenter, moid])

    def find():
        cluster = esx.cluster(request, vcenter, moid)
        if not cluster.resource:
            raise errors.Conflict(esx.SERVICE, _("Import the cluster first."))
        return {"resource": cluster.resource}, cluster

    return _page(request, back, find)


def _page(request, back, find):
    """Show the form, or take it.

    :param find: a function that returns whose settings they are, as keywords, and what has a name
    """
    try:
        whose, owner = find()
        settings = esx.proxy(request, **whose)
    except errors.ServiceError as exc:
        return kit_forms.failed(request, back, exc)
    if request.method == "POST":
        answer, form = _take(request, back, whose, settings)
        if answer:
            return answer
    else:
        form = forms.ProxyForm(choices=settings.choices, initial=_initial(settings, owner))
    context = {
        "page_title": _("Compute proxy: %s") % owner.name,
        "back_url": back,
        "owner": owner,
        "of_cluster": "resource" in whose,
        "settings": settings,
        "form": form,
        "groups": [(choice.datacenter, choice.port_groups) for choice in settings.choices],
        "can_set": policy.allowed(request, _SET),
    }
    status = 422 if form.is_bound else 200
    return render(request, "helion_dashboard/esx/proxy.html", context, status=status)


def _take(request, back, whose, settings):
    """``(answer, form)``: the answer is ``None`` if the page is to be drawn with its errors."""
    if not policy.allowed(request, _SET):
        return kit_forms.not_allowed(request, back, _SET), None
    form = forms.ProxyForm(request.POST, choices=settings.choices)
    try:
        if request.POST.get("do") == "forget":
            esx.forget_proxy(request, **whose)
            return kit_forms.done(request, back, _("Proxy settings removed.")), form
        if form.is_valid():
            esx.set_proxy(request, form.proxy(), **whose)
            return kit_forms.done(request, back, _("Proxy settings saved.")), form
    except errors.ServiceError as exc:
        form.is_valid()
        form.complain(exc)
    if kit_forms.in_background(request):
        return JsonResponse({"errors": kit_forms.by_field(form)}, status=422), form
    return None, form


def _initial(settings, owner):
    proxy = settings.proxy
    if proxy is None:  # a cluster is in a datacenter, a vCenter has several
        return {"datacenter": owner.datacenter.name} if hasattr(owner, "datacenter") else {}
    names = ("datacenter", "port_group", "hostname", *forms.ProxyForm.static)
    return {name: getattr(proxy, name) for name in names} | {"dhcp": "yes" if proxy.dhcp else "no"}
