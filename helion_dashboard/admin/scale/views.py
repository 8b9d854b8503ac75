"""The roles of the overcloud with their servers, kept up to date."""

from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helion_dashboard import policy
from helion_dashboard.admin.scale import plan_forms, role_cards
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import stack_states
from helion_dashboard.kit import links, live, nodes, parts
from helion_dashboard.kit.rules import ruled

_TEMPLATE = "helion_dashboard/scale/index.html"
_ROW = "helion_dashboard/scale/_row.html"


@require_GET
@ruled("role:list")
def index(request):
    """All roles; :func:`state` brings the page up to date."""
    context = {
        "page_title": _("Scale"),
        "poll": live.settings(),
        "stylesheet": plan_forms.PlanForm.stylesheet,
        "scripts": {"tooMany": _("Remove at most %(n)d servers at a time.")},
    }
    try:
        context.update(_roles(request))
    except errors.ServiceError as exc:
        context["trouble"] = exc
    return render(request, _TEMPLATE, context)


@require_GET
@ruled("role:list")
@live.live
def state(request):
    """What changes on the page: numbers and notices as parts, servers as rows by role.

    If ``shape`` differs from that of the page, the page must be loaded anew.
    """
    context = _roles(request)
    template = loader.get_template(_ROW)

    def draw(row):
        return template.render({**context, "row": row, "member": row.member}, request)

    return {
        "parts": parts.draw(_TEMPLATE, context, request),
        "rows": {
            card.role.name: [{"id": row.key, "html": draw(row)} for row in card.rows]
            for card in context["cards"]
        },
        "shape": context["shape"],
        "moving": context["moving"] or any(card.moving for card in context["cards"]),
        "age": context["age"],
    }


def _roles(request):
    roles = lifecycle.roles(request, nodes.max_age(request))
    status = stack_states.stack_status(roles.stack.status if roles.stack else "")
    return {
        "stack": roles.stack,
        "age": roles.age,
        "busy": status.moving,
        "moving": status.moving or roles.awaits_nodes,
        "failed": status.failed,
        "cards": role_cards.cards(roles),
        "totals": role_cards.counts(roles),
        "shape": " ".join([str(bool(roles.stack)), *(role.name for role in roles.roles)]),
        "can_plan": policy.allowed(request, plan_forms.PlanForm.rule),
        "most": plan_forms.MOST,
        "overcloud_url": links.url_or_none("horizon:admin:uc_overcloud:index"),
        "operations_url": links.url_or_none("horizon:admin:uc_operations:index"),
    }
