"""Tags that draw roles of the overcloud and their servers."""

from django import template
from django.utils.html import format_html, format_html_join

from helion_dashboard.api.lifecycle import member_states
from helion_dashboard.kit.state_mark import state_mark

register = template.Library()


@register.simple_tag
def member_state(name):
    """Icon, word and colour of the state of a server of the overcloud."""
    return state_mark(member_states.member_state(name))


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
