"""The topology as a tag: a page says which data, the rest comes with it."""

from django import template
from django.utils.html import format_html, format_html_join

from helion_dashboard.kit.topology import texts
from helion_dashboard.kit.topology.planning import result

register = template.Library()

_ICONS = {
    "planned": "fa fa-check",
    "missing": "fa fa-xmark",
    "unexpected": "fa fa-plus",
    "wrong_vlan": "fa fa-not-equal",
    "down": "fa fa-arrow-down",
    "unknown": "fa fa-question",
}
_LOOKS = {"planned": "ready", "unknown": "new", "unexpected": "held", "down": "held"}


_RESULTS = {
    "pass": ("fa fa-circle-check", "ready"),
    "warn": ("fa fa-triangle-exclamation", "held"),
    "fail": ("fa fa-ban", "failed"),
    "unknown": ("far fa-circle-question", "new"),
}


@register.inclusion_tag("helion_dashboard/topology/_embedded.html")
def topology(url, name, label, data=None):
    """A picture on another page, refreshed from ``url``.

    :param name: tells several of one page apart: letters, digits and hyphens
    :param label: what it is a picture of
    :param data: what it is drawn from at first; without, it is fetched
    """
    context = {"url": url, "name": name, "label": label, "data": data}
    return context | {"data_id": f"helion-{name}-data", "texts": texts.texts()}


@register.simple_tag
def topology_texts():
    """The sentences of the picture's modules."""
    return texts.texts()


@register.simple_tag
def wires(cells):
    """The wires of a cell of the tables, each as :func:`wire` draws it."""
    return format_html_join(" ", "{}", ((wire(cell),) for cell in cells))


@register.simple_tag
def wire(cell):
    """Icon, word and colour of a wire, or of some that are alike."""
    return format_html(
        '<span class="helion-state helion-{}" data-wire="{}"{}><span class="{}" aria-hidden="true">'
        "</span> {}</span>",
        _LOOKS.get(cell.state, "failed"),
        cell.state,
        format_html(' title="{}"', cell.title) if cell.title else "",
        _ICONS.get(cell.state, "fa fa-question"),
        cell.text,
    )


@register.simple_tag
def planning_result(name):
    """Icon, word and colour of what a rule of network planning found."""
    icon, look = _RESULTS[name]
    return format_html(
        '<span class="helion-state helion-{}"><span class="{}" aria-hidden="true"></span>'
        " {}</span>",
        look,
        icon,
        result.WORDS[name],
    )
