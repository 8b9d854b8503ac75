"""How many problems nobody takes care of, on pages that are about something else.

They are fetched after the page, which never waits for Icinga.
"""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from helion_dashboard.admin.monitoring.lists import NAMESPACE
from helion_dashboard.api import errors, short_cache
from helion_dashboard.api.monitoring import client as monitoring
from helion_dashboard.api.monitoring import states
from helion_dashboard.kit import live
from helion_dashboard.kit.rules import ruled

_SECONDS = 5  # that a user's tabs share an answer
_ROLES = 100


@require_GET
@ruled("monitoring:see")
@live.live
def bell(request):
    """All of them, for the head of our pages: empty where there is none, or no Icinga."""
    status = _remembered(request, "bell", lambda: monitoring.status(request, far=False))
    unhandled = status.counts["unhandled"] if status.ready else 0
    html = ""
    if unhandled:
        text = ngettext("%d unhandled problem", "%d unhandled problems", unhandled) % unhandled
        html = _link(text)
    return {"parts": {"helion-bell": html}, "moving": False}


@require_GET
@ruled("monitoring:see")
@live.live
def roles(request):
    """Those of each role by state, for the cards of roles: ``?NAME=RESOURCE_CLASS`` each.

    A line above the cards has the reason where nobody can tell them.
    """
    notice, numbers = "", {}
    try:
        numbers = _remembered(
            request, "roles", lambda: monitoring.unhandled(request, "role", far=False)
        )
    except errors.ServiceError as exc:
        notice = _link(_("Alarms are unknown: %s") % exc.reason, look="fa-plug-circle-xmark")
    parts = {
        f"helion-alarms-{name}": _of_role(role, numbers.get(role) or {})
        for name, role in list(request.GET.items())[:_ROLES]
    }
    return {"parts": {"helion-alarms": notice, **parts}, "moving": False}


def _of_role(role, numbers):
    return _link(states.in_words(numbers), role=role) if numbers else ""


def _remembered(request, name, ask):
    return short_cache.remembered(
        (name, request.user.id), _SECONDS, ask, service=monitoring.SERVICE
    )


def _link(text, look="fa-bell", **query):
    """A link to the problems that match."""
    return format_html(
        '<a href="{}{}"><span class="fa {}" aria-hidden="true"></span> {}</a>',
        reverse(f"{NAMESPACE}:index"),
        f"?{urlencode(query)}" if query else "",
        look,
        text,
    )
