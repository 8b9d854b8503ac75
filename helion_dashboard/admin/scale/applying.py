"""A plan's own page: what will change, what was checked, and the button that begins it."""

import uuid

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from horizon import messages

from helion_dashboard import policy
from helion_dashboard.admin.scale import asked, plan_page, planning
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.kit import links


@require_GET
def plan(request, plan):
    """Show the plan."""
    return _shown(request, plan)


@require_POST
def apply(request, plan):
    """Begin what the plan says and go to the operation; 409 and what differs, if outdated."""
    if not policy.allowed(request, "plan:apply"):
        return _shown(request, plan, status=403)
    key = request.POST.get("key") or str(uuid.uuid4())
    try:
        operation = lifecycle.apply_plan(request, plan, key)
    except errors.Conflict as exc:
        return _shown(request, plan, conflict=exc, status=409)
    except errors.NotFound as exc:
        return planning.back(request, exc.reason)
    except errors.ServiceError as exc:
        messages.error(request, exc.reason)
        return _shown(request, plan)
    there = links.url_or_none("horizon:admin:uc_operations:detail", operation.id)
    if not there:
        messages.success(request, _("It has begun: %s.") % operation.title)
    return redirect(there or "horizon:admin:uc_scale:index")


@require_POST
def again(request, plan):
    """Plan the same once more, as things are now."""
    wanted = asked.recall(request, plan)
    if wanted is None:
        return planning.back(request, _("What was asked for is not known any more: ask again."))
    refused = planning.refusal(request, _("Plan"))
    if refused:
        return refused
    try:
        made = planning.again(request, wanted)
    except errors.Invalid as exc:
        sentences = [said for some in exc.fields.values() for said in some] or [exc.reason]
        messages.error(request, " ".join(sentences))
        return redirect(plan_page.form_url(wanted, plan))
    except errors.ServiceError as exc:
        messages.error(request, exc.reason)
        return redirect("horizon:admin:uc_scale:plan", plan=plan)
    return redirect("horizon:admin:uc_scale:plan", plan=made)


def _shown(request, ident, *, conflict=None, status=200):
    title = _("Plan")
    refused = planning.refusal(request, title)
    if refused:
        return refused
    try:
        found = lifecycle.get_plan(request, ident)
    except errors.NotFound:
        return planning.back(request, _("This plan is not kept any more: plan again."))
    except errors.ServiceError as exc:
        return planning.trouble(request, title, exc)
    context = {
        "page_title": found.title,
        # One for this showing of the page: sent twice, the form begins one operation.
        "key": uuid.uuid4(),
        **plan_page.context(request, found, conflict),
    }
    return render(request, "helion_dashboard/scale/plan.html", context, status=status)
