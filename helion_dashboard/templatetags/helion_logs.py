"""Log lines in templates, and links to those about something."""

from urllib.parse import urlencode

from django import template

from helion_dashboard import policy
from helion_dashboard.api.logs import client as logs
from helion_dashboard.kit.links import url_or_none

register = template.Library()


@register.filter
def milliseconds(moment):
    """``.042`` of a moment: what tells lines of the same second apart."""
    return f".{moment.microsecond // 1000:03d}"


@register.simple_tag(takes_context=True)
def logs_about(context, ident):
    """The address of the lines that name a UUID; ``None`` without one, or for who may not look."""
    if not ident or not logs.offered() or not policy.allowed(context["request"], "log:list"):
        return None
    url = url_or_none("horizon:admin:uc_logs:index")
    return f"{url}?{urlencode({'id': ident})}" if url else None
