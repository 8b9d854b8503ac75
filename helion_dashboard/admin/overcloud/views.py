"""The overcloud: what it is to be while there is none, and how it does when there is one."""

from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helion_dashboard import policy
from helion_dashboard.admin.overcloud import credentials
from helion_dashboard.admin.overcloud.forms import DeployForm
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import stack_states
from helion_dashboard.kit import live
from helion_dashboard.kit.links import url_or_none

_EVENTS = 25

# Parts of the page that change, by the ids of their elements.
_PARTS = ("head", "progress", "failures")


@require_GET
def index(request):
    """The page: a form to deploy it, or how it does."""
    context = {"page_title": _("Overcloud"), "poll": live.settings()}
    try:
        found = lifecycle.overcloud(request)
    except errors.ServiceError as exc:
        context["trouble"] = exc
        return render(request, "helion_dashboard/overcloud/index.html", context)
    if found.stack is None:
        return not_deployed(request, DeployForm(parameters=found.parameters))
    context |= {
        "overcloud": found,
        "scale_url": url_or_none("horizon:admin:uc_scale:index"),
        "heat_url": url_or_none("horizon:project:stacks:detail", found.stack.name),
        "can_undeploy": policy.allowed(request, "plan:create"),
        "can_sign_in": policy.allowed(request, credentials.RULE),
    }
    return render(request, "helion_dashboard/overcloud/index.html", context)


def not_deployed(request, form, status=200):
    """The page while there is no overcloud, with the form that deploys one."""
    context = {
        "page_title": _("Overcloud"),
        "form": form,
        "can_deploy": policy.allowed(request, "plan:create"),
        "poll": live.settings(),
    }
    return render(request, "helion_dashboard/overcloud/deploy.html", context, status=status)


@require_GET
@live.live
def state(request):
    """What changes of a deployed overcloud; ``gone`` once there is none any more."""
    found = lifecycle.overcloud(request)
    if found.stack is None:
        return {"gone": True, "moving": False}
    parts = {
        f"helion-overcloud-{name}": loader.render_to_string(
            f"helion_dashboard/overcloud/_{name}.html", {"overcloud": found}, request
        )
        for name in _PARTS
    }
    return {"parts": parts, "moving": _moving(found)}


@require_GET
@live.live
def events(request):
    """What Heat noted, the newest first."""
    found = lifecycle.overcloud_events(request, limit=_EVENTS)
    html = loader.render_to_string(
        "helion_dashboard/overcloud/_events.html", {"events": found}, request
    )
    moving = any(stack_states.resource_status(one.status).moving for one in found[:1])
    return {"parts": {"helion-overcloud-events": html}, "moving": moving}


def _moving(overcloud):
    return stack_states.stack_status(overcloud.stack.status).moving
