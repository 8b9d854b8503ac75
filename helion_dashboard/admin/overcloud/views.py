"""The overcloud: a form while there is none, and its state when there is one."""

import itertools

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helion_dashboard import policy
from helion_dashboard.admin.overcloud import credentials, plan_forms
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import stack_states
from helion_dashboard.kit import live, parts, template_values
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.rules import ruled

_TEMPLATE = "helion_dashboard/overcloud/index.html"
_EVENTS = "helion_dashboard/overcloud/_events.html"
_CONTROLLERS = "helion_dashboard/overcloud/_controllers.html"
_MOST_EVENTS = 25


@require_GET
@ruled("overcloud:get")
def index(request):
    """The page: a form to deploy the overcloud, or its state."""
    try:
        overcloud = lifecycle.overcloud(request)
    except errors.ServiceError as exc:
        context = {"page_title": _("Overcloud"), "poll": live.settings(), "trouble": exc}
        return render(request, _TEMPLATE, context)
    if overcloud.stack is None:
        return plan_forms.Deploy(request).first_page(overcloud.parameters)
    context = {
        "page_title": _("Overcloud"),
        "poll": live.settings(),
        "stylesheet": plan_forms.Deploy.stylesheet,
        "parameters": _parameters(overcloud),
        "scale_url": url_or_none("horizon:admin:uc_scale:index"),
        "heat_url": url_or_none("horizon:project:stacks:detail", overcloud.stack.name),
        "can_undeploy": policy.allowed(request, plan_forms.RULE),
        "can_sign_in": policy.allowed(request, credentials.RULE),
        "creating": overcloud.stack.status == "CREATE_IN_PROGRESS",
        **_state(overcloud),
    }
    return render(request, _TEMPLATE, context)


@require_GET
@ruled("overcloud:get")
@live.live
def state(request):
    """What changes of a deployed overcloud; ``gone`` once there is none."""
    overcloud = lifecycle.overcloud(request)
    if overcloud.stack is None:
        return {"gone": True, "moving": False}
    context = _state(overcloud)
    drawn = parts.draw(_TEMPLATE, context, request)
    return {"parts": drawn, "moving": context["moving"]}


@require_GET
@ruled("overcloud:events")
@live.live
def events(request):
    """Events of Heat, the newest first."""
    events = lifecycle.overcloud_events(request, limit=_MOST_EVENTS)
    moving = any(stack_states.resource_status(event.status).moving for event in events[:1])
    context = {"events": events}
    return live.block(request, "overcloud-events", _EVENTS, context, moving=moving)


@require_GET
@ruled("controller:list")
@live.live
def controllers(request):
    """The controllers, the clusters on them, and which may be taken down now."""
    state = lifecycle.controllers(request)
    moving = any(cluster.failed for cluster in state.clusters)
    context = {"state": state}
    return live.block(request, "overcloud-controllers", _CONTROLLERS, context, moving=moving)


def _state(overcloud):
    moving = stack_states.stack_status(overcloud.stack.status).moving
    return {"overcloud": overcloud, "stack": overcloud.stack, "moving": moving}


def _parameters(overcloud):
    """``[(group, [(parameter, text), ...])]``; stars for a secret."""
    return [
        (title, [(parameter, template_values.of(parameter)) for parameter in group])
        for title, group in itertools.groupby(overcloud.parameters, key=lambda item: item.group)
    ]
