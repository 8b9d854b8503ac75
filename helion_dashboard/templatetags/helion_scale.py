"""Tags that draw roles of the overcloud and their servers."""

from django import template
from django.utils.html import format_html, format_html_join

from helion_dashboard.api import member_states

register = template.Library()

_LOOKS = {
    "deployed": ("fa fa-circle-check", "ready"),
    "deploying": ("fa fa-rotate", "moving"),
    "deleting": ("fa fa-rotate", "moving"),
    "error": ("fa fa-circle-exclamation", "failed"),
}
_UNKNOWN = ("far fa-circle-question", "new")


@register.simple_tag
def member_state(name):
    """Icon, word and colour of the state of a server of the overcloud."""
    found = member_states.member_state(name)
    icon, look = _LOOKS.get(found.name, _UNKNOWN)
    return format_html(
        '<span class="helion-state helion-{}" data-state="{}"><span class="{}" aria-hidden="true">'
        "</span> {}</span>",
        look,
        found.name,
        icon,
        found.label,
    )


@register.simple_tag
def shares(parts):
    """A bar whose parts are as long as their numbers; the numbers stand beside it as text.

    :param parts: ``(look, number)`` each
    """
    return format_html(
        '<span class="helion-shares" aria-hidden="true">{}</span>',
        format_html_join(
            "",
            '<span class="helion-share helion-{}" style="flex-grow: {}"></span>',
            ((look, number) for look, number in parts if number),
        ),
    )
