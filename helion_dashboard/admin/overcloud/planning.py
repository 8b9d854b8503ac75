"""Planning to deploy the overcloud, and to undeploy it: the plan's own page does the rest."""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from helion_dashboard import policy
from helion_dashboard.admin.overcloud import forms, views
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.kit import forms as kit_forms

RULE = "plan:create"


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def deploy(request):
    """Take the form of the page: the plan, or 422 with the errors by field."""
    if request.method == "GET":  # the form is on the page itself
        return redirect(_page())
    if not policy.allowed(request, RULE):
        return kit_forms.not_allowed(request, _page(), RULE)
    try:
        found = lifecycle.overcloud(request)
    except errors.ServiceError as exc:
        return kit_forms.failed(request, _page(), exc)
    form = forms.DeployForm(request.POST, parameters=found.parameters)
    plan = None
    if form.is_valid():
        plan = _plan(request, form, "deploy", parameters=form.parameters())
    if plan is None:
        return _refused(request, form, lambda: views.not_deployed(request, form, status=422))
    return kit_forms.done(request, _plan_page(plan))


@require_http_methods(["GET", "POST"])
def undeploy(request):
    """Ask for the name of the overcloud, and plan to delete it."""
    if not policy.allowed(request, RULE):
        return kit_forms.not_allowed(request, _page(), RULE)
    try:
        stack = lifecycle.overcloud(request).stack
    except errors.ServiceError as exc:
        return kit_forms.failed(request, _page(), exc)
    if stack is None:
        return redirect(_page())
    form = forms.UndeployForm(request.POST or None, stack=stack)
    plan = None
    if form.is_valid():
        plan = _plan(request, form, "undeploy", name=form.cleaned_data["name"])
    if plan is None:
        context = {"page_title": _("Undeploy the overcloud"), "form": form, "stack": stack}
        template = "helion_dashboard/overcloud/undeploy.html"
        status = 422 if form.errors else 200
        return _refused(request, form, lambda: render(request, template, context, status=status))
    return kit_forms.done(request, _plan_page(plan))


def _plan(request, form, action, **asked):
    """The plan, or ``None`` after what is wrong was put at the fields."""
    try:
        return lifecycle.create_plan(request, action, **asked)
    except errors.Invalid as exc:
        form.complain(exc)
    except errors.ServiceError as exc:
        form.add_error(None, exc.reason)
    return None


def _refused(request, form, page):
    if form.is_bound and kit_forms.in_background(request):
        return JsonResponse({"errors": kit_forms.by_field(form)}, status=422)
    return page()


def _plan_page(plan):
    return reverse("horizon:admin:uc_scale:plan", args=[plan.id])


def _page():
    return reverse("horizon:admin:uc_overcloud:index")
