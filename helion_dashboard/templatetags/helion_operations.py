"""Tags that draw operations, their steps and the checks of a plan the same way everywhere."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from helion_dashboard.api.operations import states as operation_states
from helion_dashboard.kit import durations
from helion_dashboard.kit.bars import bar
from helion_dashboard.kit.state_mark import state_mark

register = template.Library()


@register.simple_tag
def operation_state(name):
    """Icon, word and colour of an operation's state."""
    return state_mark(operation_states.operation_state(name))


@register.simple_tag
def step_state(name):
    """Icon, word and colour of a step's state."""
    return state_mark(operation_states.step_state(name))


@register.simple_tag
def check_result(name):
    """Icon, word and colour of a check's result."""
    return state_mark(operation_states.check_result(name))


@register.simple_tag
def progress(percent, label):
    """A bar that is filled to ``percent``, with the number beside it.

    :param label: what makes progress, for those who do not see the bar
    """
    percent = min(100, max(0, int(percent or 0)))
    return format_html(
        '<span class="helion-progress"><span class="helion-progress-rail" role="progressbar"'
        ' aria-label="{}" aria-valuemin="0" aria-valuemax="100" aria-valuenow="{}">'
        "{}</span>"
        ' <span class="helion-progress-text" aria-hidden="true">{}</span></span>',
        label,
        percent,
        bar(percent, "helion-progress-bar"),
        _("%d %%") % percent,
    )


@register.simple_tag
def duration(seconds, running=False):
    """How long something took; with ``running`` the browser counts on."""
    if seconds in (None, ""):  # it has not begun
        return ""
    return format_html(
        '<span class="helion-duration"{}>{}</span>',
        format_html(' data-running="{}"', int(seconds)) if running else "",
        durations.duration(seconds),
    )


@register.filter
def is_moving(step):
    """Whether a step is at work."""
    return operation_states.step_state(_of(step, "state")).moving


@register.filter
def heaviest_first(checks):
    """The checks, those first that prevent something; otherwise in their order."""
    return sorted(
        checks or (),
        key=lambda check: -operation_states.check_result(_of(check, "result")).weight,
    )


def _of(item, name):
    return item.get(name) if isinstance(item, dict) else getattr(item, name)
