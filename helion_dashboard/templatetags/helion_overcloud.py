"""Tags that draw the overcloud: its stack, its roles and their servers."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from helion_dashboard.api.lifecycle import controller_states, member_states, stack_states
from helion_dashboard.kit.bars import bar
from helion_dashboard.kit.state_mark import state_mark

register = template.Library()


@register.simple_tag
def stack_status(name):
    """Icon, word and colour of the stack's status."""
    return _heat_mark(stack_states.stack_status(name))


@register.simple_tag
def resource_status(name):
    """Icon, word and colour of a resource's status."""
    return _heat_mark(stack_states.resource_status(name))


@register.simple_tag
def member_state(name):
    """Icon, word and colour of the state of a server of the overcloud."""
    return state_mark(member_states.member_state(name))


@register.simple_tag
def takedown_answer(name):
    """Icon, word and colour of whether a controller may be taken down."""
    return state_mark(controller_states.answer(name))


@register.simple_tag
def cluster_state(name):
    """Icon, word and colour of the state of a cluster."""
    return state_mark(controller_states.cluster(name))


@register.simple_tag
def cluster_member_state(name):
    """Icon, word and colour of the state of a member of a cluster."""
    return state_mark(controller_states.member(name))


@register.simple_tag
def node_link(member):
    """The node of a server as a link; a dash for a server without a node."""
    if not member.node:
        return "–"
    url = reverse("horizon:admin:uc_nodes:detail", args=[member.node])
    return format_html('<a href="{}">{}</a>', url, member.node_name or member.node)


@register.simple_tag
def shares(parts):
    """A bar whose parts are as long as their numbers; the numbers stand beside it as text.

    :param parts: ``(look, number)`` each
    """
    whole = sum(number for _look, number in parts)
    drawn = [
        (bar(100 * number / whole, f"helion-share helion-{look}"),)
        for look, number in parts
        if number
    ]
    return format_html(
        '<span class="helion-shares" aria-hidden="true">{}</span>',
        format_html_join("", "{}", drawn),
    )


def _heat_mark(status):
    return state_mark(status, _("Heat calls it “%s”") % status.name)
