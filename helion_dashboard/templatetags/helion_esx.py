"""Tags that draw vCenters, clusters and how full they are."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from helion_dashboard.api.esx import states as esx_states
from helion_dashboard.kit.amounts import number, usage_words
from helion_dashboard.kit.bars import bar
from helion_dashboard.kit.state_mark import state_mark

register = template.Library()

_NEARLY_FULL = 85  # per cent


@register.simple_tag
def vcenter_state(name):
    """Icon, word and colour of a vCenter's state."""
    return state_mark(esx_states.vcenter_state(name), _called(name))


@register.simple_tag
def cluster_state(name):
    """Icon, word and colour of a cluster's state."""
    return state_mark(esx_states.cluster_state(name), _called(name))


@register.simple_tag
def link_speed(speed):
    """The speed of a link, given in Mbit/s; ``None`` without a link."""
    if not speed:
        return _("no link")
    if speed % 1000 == 0:
        return _("%(n)s Gbit/s") % {"n": number(speed // 1000)}
    return _("%(n)s Mbit/s") % {"n": number(speed)}


@register.simple_tag
def usage(amount, unit):
    """How much of something is used: a bar, and the same in words.

    :param amount: a :class:`~.esx.clusters.Usage`, or ``None``
    :param unit: ``MHz``, ``MiB`` or ``GiB``
    """
    if amount is None or not amount.total:
        return "–"
    percent = min(100, max(0, round(100 * amount.used / amount.total)))
    return format_html(
        '<span class="helion-usage" title="{}"><span class="helion-usage-rail" aria-hidden="true">'
        "{}</span>"
        '<span class="helion-usage-text">{}</span></span>',
        _("%d %% used") % percent,
        bar(percent, "helion-usage-bar" + " helion-usage-full" * (percent >= _NEARLY_FULL)),
        usage_words(amount, unit),
    )


@register.simple_tag
def switched(on):
    """Whether something is on, in a word."""
    return _("on") if on else _("off")


def _called(name):
    return _("EON calls it “%s”") % name
