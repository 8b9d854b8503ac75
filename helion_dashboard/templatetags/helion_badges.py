"""Operations and alarms on pages that are about something else: where modules ask for them.

No service is called here: such a page must not wait for ours.
"""

from urllib.parse import urlencode

from django import template

from helion_dashboard import policy
from helion_dashboard.api.monitoring import client as monitoring
from helion_dashboard.api.operations import client as operations
from helion_dashboard.kit import live
from helion_dashboard.kit.links import url_or_none

register = template.Library()


@register.simple_tag(takes_context=True)
def head_badges(context):
    """``{"urls", "poll"}`` for the head of the page: where each badge comes from, by its id.

    What the user may not know, or no service knows, is left out.
    """
    urls = {"helion-bell": _alarms_url(context, "bell"), "helion-running": _url(context, "running")}
    return {"urls": {ident: url for ident, url in urls.items() if url}, "poll": live.settings()}


@register.simple_tag(takes_context=True)
def operations_on(context, kind, ident):
    """The address of the last operations on ``kind:ident``; ``None`` if the user may not know."""
    url = _url(context, "of_resource")
    return f"{url}?{urlencode({'resource': f'{kind}:{ident}'})}" if url else None


@register.simple_tag(takes_context=True)
def alarms_of_roles(context, cards):
    """The address of the alarms of roles; ``None`` if the user may not know."""
    url = _alarms_url(context, "roles")
    query = urlencode({card.role.name: card.role.resource_class for card in cards})
    return f"{url}?{query}" if url and query else None


def _alarms_url(context, view):
    request = context["request"]
    if not monitoring.WIRE.offered(request.user):
        return None
    if not policy.allowed(request, "monitoring:see"):
        return None
    return url_or_none(f"horizon:admin:uc_monitoring:{view}")


def _url(context, view):
    request = context["request"]
    if not operations.offered(request.user):
        return None
    if not policy.allowed(request, "operation:list"):
        return None
    return url_or_none(f"horizon:admin:uc_operations:{view}")
