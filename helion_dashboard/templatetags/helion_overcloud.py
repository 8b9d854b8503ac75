"""Tags that draw the overcloud's stack, its resources and its parameters."""

from django import template
from django.utils.translation import gettext as _

from helion_dashboard.admin.overcloud import fields
from helion_dashboard.api.lifecycle import stack_states
from helion_dashboard.kit.state_mark import state_mark

register = template.Library()


@register.simple_tag
def stack_status(name):
    """Icon, word and colour of the stack's status."""
    return _drawn(stack_states.stack_status(name))


@register.simple_tag
def resource_status(name):
    """Icon, word and colour of a resource's status."""
    return _drawn(stack_states.resource_status(name))


@register.filter
def is_moving(stack):
    """Whether the stack changes without anybody doing anything."""
    return stack_states.stack_status(stack.status).moving


@register.filter
def in_force(parameter):
    """The value of a parameter as text; stars for a secret."""
    return "••••••••" if parameter.hidden else fields.shown(parameter.value)


def _drawn(status):
    return state_mark(status, _("Heat calls it “%s”") % status.name)
