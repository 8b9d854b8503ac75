"""From a form to a plan: what was asked for is remembered, errors go to the form's fields."""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse
from horizon import messages

from helion_dashboard import policy
from helion_dashboard.admin.scale import asked, new_servers, preview
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.kit import forms as kit_forms

_HERE = "horizon:admin:uc_scale:index"


def refusal(request, title):
    """The page that says that the user may not plan, or ``None`` when he may."""
    if policy.allowed(request, "plan:create"):
        return None
    context = {"page_title": title, "rule": "helion:plan:create"}
    return render(request, "helion_dashboard/scale/refused.html", context, status=403)


def trouble(request, title, exc):
    """The page that says which service failed."""
    if kit_forms.in_background(request):
        said = {"errors": {"__all__": [exc.reason]}}
        return JsonResponse(said, status=kit_forms.status_of(exc))
    context = {"page_title": title, "trouble": exc}
    return render(request, "helion_dashboard/scale/refused.html", context)


def back(request, sentence):
    """Back to the page Scale, which says why."""
    messages.error(request, sentence)
    return redirect(_HERE)


def take(request, form, page, ask, *, form_url):
    """Answer a form that was sent: with a preview, with its errors, or by going on to the plan.

    :param page: ``page(newcomers, status)`` draws the page again, for browsers without our module
    :param ask: ``ask(newcomers)`` -> keywords of :func:`~.lifecycle.create_plan`
    :param form_url: where the form is, to come back to
    """
    form.is_valid()
    found = new_servers.Newcomers()
    plan = None
    try:
        if hasattr(form, "offer"):
            found = new_servers.read(request, form)
        if not form.errors and request.POST.get("do") != "check":
            wanted = asked.Asked(ask(found), form_url, list(found.names))
            plan = _plan(request, form, wanted)
    except errors.ServiceError as exc:
        form.add_error(None, exc.reason)
    if plan:
        return kit_forms.done(request, reverse("horizon:admin:uc_scale:plan", args=[plan]))
    status = 422 if form.errors else 200
    if not kit_forms.in_background(request):
        return page(found, status)
    said = {"errors": kit_forms.by_field(form), "preview": _preview(request, found)}
    if found.imported:
        said["new"] = len(found.imported.nodes)
    return JsonResponse(said, status=status)


def again(request, wanted):
    """Ask for the same once more; returns the new plan's id."""
    plan = lifecycle.create_plan(request, **wanted.request)
    asked.remember(request, plan.id, wanted)
    return plan.id


def _plan(request, form, wanted):
    try:
        return again(request, wanted)
    except errors.Invalid as exc:
        for name, sentences in exc.fields.items():
            form.add_error(_field(form, name), sentences)
        if not exc.fields:
            form.add_error(None, exc.reason)
        return None


def _field(form, name):
    """The form's field for one of the plan's request; ``None`` for the form as a whole."""
    if name in ("new_nodes", "import"):
        name = "name" if form.cleaned_data.get("source") == getattr(form, "ONE", "") else "text"
    name = {"with": "nodes"}.get(name, name)
    return name if name in form.fields else None


def _preview(request, found):
    if not found.imported:
        return ""
    context = {"preview": preview.preview(found.imported)}
    return loader.render_to_string("helion_dashboard/scale/_preview.html", context, request)
