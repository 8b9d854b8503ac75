"""How many problems nobody takes care of, for the head of all our pages."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from helion_dashboard.admin.monitoring.lists import NAMESPACE
from helion_dashboard.api import short_cache
from helion_dashboard.api.monitoring import client as monitoring
from helion_dashboard.kit import live
from helion_dashboard.kit.rules import ruled

_SECONDS = 5  # that a user's tabs share an answer


@require_GET
@ruled("monitoring:see")
@live.live
def bell(request):
    """Empty where there is none. An Icinga that is away is named by the pages about it."""
    status = short_cache.remembered(
        ("bell", request.user.id),
        _SECONDS,
        lambda: monitoring.status(request, far=False),
        service=monitoring.SERVICE,
    )
    unhandled = status.counts["unhandled"] if status.ready else 0
    html = ""
    if unhandled:
        text = ngettext("%d unhandled problem", "%d unhandled problems", unhandled) % unhandled
        html = format_html(
            '<a href="{}"><span class="fa fa-bell" aria-hidden="true"></span> {}</a>',
            reverse(f"{NAMESPACE}:index"),
            text,
        )
    return {"parts": {"helion-bell": html}, "moving": False}
