"""The roles of the overcloud with their servers, kept up to date."""

from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helion_dashboard import policy
from helion_dashboard.admin.scale import removing, role_cards
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import stack_states
from helion_dashboard.kit import links, live

_FOLDER = "helion_dashboard/scale"


@require_GET
def index(request):
    """All roles; :func:`state` brings the page up to date."""
    context = {"page_title": _("Scale"), "poll": live.settings(), "scripts": _texts()}
    try:
        context.update(_roles(request))
    except errors.ServiceError as exc:
        context["trouble"] = exc
    return render(request, f"{_FOLDER}/index.html", context)


@require_GET
@live.live
def state(request):
    """What changes on the page: numbers and notices as parts, servers as rows by role.

    Where the page is drawn in another ``shape``, it must be loaded anew.
    """
    context = _roles(request)
    row_template = loader.get_template(f"{_FOLDER}/_row.html")
    parts = {
        "helion-summary": _part("_summary", context, request),
        "helion-scale-notices": _part("_notices", context, request),
    }
    rows = {}
    for card in context["cards"]:
        name = card.role.name
        shown = {**context, "card": card}
        parts[f"helion-numbers-{name}"] = _part("_numbers", shown, request)
        parts[f"helion-grow-{name}"] = _part("_grow", shown, request)
        parts[f"helion-count-{name}"] = _part("_count", shown, request)
        rows[name] = [
            {"id": row.key, "html": row_template.render({**context, "row": row}, request)}
            for row in card.rows
        ]
    return {
        "parts": parts,
        "rows": rows,
        "shape": context["shape"],
        "moving": context["busy"] or any(card.moving for card in context["cards"]),
    }


def _roles(request):
    found = lifecycle.roles(request)
    status = stack_states.stack_status(found.stack.status if found.stack else "")
    return {
        "stack": found.stack,
        "busy": status.moving,
        "failed": status.failed,
        "cards": role_cards.cards(found),
        "totals": role_cards.totals(found),
        "shape": " ".join([str(bool(found.stack)), *(role.name for role in found.roles)]),
        "can_plan": policy.allowed(request, "plan:create"),
        "most": removing.MOST,
        "overcloud_url": links.url_or_none("horizon:admin:uc_overcloud:index"),
        "operations_url": links.url_or_none("horizon:admin:uc_operations:index"),
    }


def _texts():
    return {"tooMany": _("At most %(n)d servers can be removed at once.")}


def _part(name, context, request):
    return loader.render_to_string(f"{_FOLDER}/{name}.html", context, request)
