"""Tags that draw one thing the same way everywhere."""

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from helion_dashboard.api.ironic import states as node_states
from helion_dashboard.kit import driver_fields, lists, parts, rules, texts
from helion_dashboard.kit.bars import bar
from helion_dashboard.kit.state_mark import state_mark

register = template.Library()
register.tag("part", parts.part)
register.simple_tag(lists.draw_counts, name="counts")

_REASON_SHOWN = 24  # characters that certainly fit where it stands
_POWER_ICONS = {"power on": "fa-bolt", "power off": "fa-power-off"}


@register.simple_tag(name="texts")
def browser_texts():
    """The sentences of the browser's modules."""
    return texts.texts()


@register.simple_tag
def state(item, service=""):
    """Icon, word and colour of a :class:`~helion_dashboard.api.states.State`.

    :param service: the service that has another word for it, shown in the tooltip
    """
    title = _("%(service)s calls it “%(name)s”") % {"service": service, "name": item.name}
    return state_mark(item, title if service else "")


@register.simple_tag(takes_context=True)
def section_title(context):
    """The title of a page among others; of a section of a panel its own name.

    The first section has the address of the panel, and its title.
    """
    sections = context.get("sections") or ()
    names = [label for label, _url, current in sections[1:] if current]
    return names[0] if names else context.get("page_title", "")


@register.simple_tag
def why(reason):
    """The reason of a state, on one line; a long one opens to be read whole and copied."""
    text = " ".join(str(reason).split())
    if len(text) <= _REASON_SHOWN:
        return format_html('<div class="helion-why">{}</div>', text)
    return format_html(
        '<details class="helion-why"><summary><span>{}</span><span>{}</span></summary>'
        "<p>{}</p></details>",
        text,
        _("Show less"),
        reason,
    )


@register.simple_tag
def not_allowed(rule):
    """That the user may not do something, by our own ``rule``; the rule is in the tooltip."""
    return rules.not_allowed_note(rule)


@register.simple_tag
def share(number, total, look):
    """A bar that is as long as the share of ``number`` in ``total``."""
    return bar(100 * number / total if total else 0, look)


@register.simple_tag
def state_name(name):
    """The word for a provision state of Ironic."""
    return node_states.state_of(name).label


@register.simple_tag
def power(node):
    """Icon and word of a node's power state, with the one it is going to."""
    label = node_states.POWER.get(node.power_state, node.power_state)
    if node.target_power_state and node.target_power_state != node.power_state:
        target = node_states.POWER.get(node.target_power_state, node.target_power_state)
        label = f"{label} → {target}"
    return format_html(
        '<span class="helion-power"><span class="fa {}" aria-hidden="true"></span> {}</span>',
        _POWER_ICONS.get(node.power_state, "fa-circle-question"),
        label,
    )


@register.simple_tag
def ago(moment):
    """A moment as “5 minutes ago”, with the moment itself in the title."""
    if not moment:
        return ""
    recent = abs((timezone.now() - moment).total_seconds()) < 60
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S %Z"),
        _("just now") if recent else _("%s ago") % timesince(moment, depth=1),
    )


@register.simple_tag
def control(field, required=""):
    """A form field's control, dressed as the theme does, with what belongs to it by ARIA."""
    described = [f"{field.id_for_label}-help"] if field.help_text else []
    attrs = {}
    if getattr(field.field.widget, "input_type", "") != "checkbox":
        attrs["class"] = "form-control"
    if field.errors:
        attrs["aria-invalid"] = "true"
        described.append(f"{field.id_for_label}-error")
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if required or field.field.required:
        attrs["aria-required"] = "true"
    return field.as_widget(attrs=attrs)


@register.filter
def essential(fields):
    """Those of a driver's fields that most nodes need; the password after the user's name."""
    essentials = [field for field in fields if _is_essential(field)]
    return sorted(essentials, key=lambda field: field.field.widget.input_type == "password")


@register.filter
def folded(fields):
    """The others."""
    return [field for field in fields if not _is_essential(field)]


def _is_essential(field):
    return driver_fields.is_essential(field.name, field.field)


@register.filter
def hardware(node):
    """CPU, memory and disk of a node in one short line; empty before inspection."""
    parts = []
    if node.properties.get("cpus"):
        parts.append(_("%s CPU") % node.properties["cpus"])
    size = memory(node.properties.get("memory_mb"))
    if size:
        parts.append(size)
    disk = _number(node.properties.get("local_gb"))
    if disk:
        parts.append(_("%s GiB disk") % f"{disk:g}")
    return " · ".join(parts)


@register.filter
def memory(mebibytes):
    """An amount of memory, given in MiB, in GiB; empty if it is unknown."""
    amount = _number(mebibytes)
    return _("%s GiB") % f"{round(amount / 1024, 1):g}" if amount else ""


@register.filter
def switch_port(port):
    """The switch port that a NIC is plugged into, as its switch calls it."""
    link = port.local_link_connection
    return " ".join(
        str(part)
        for part in (link.get("switch_info") or link.get("switch_id"), link.get("port_id"))
        if part
    )


def _number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


@register.inclusion_tag("helion_dashboard/_live_section.html")
def live_section(name, title, url, part, link=""):
    """A section whose content the browser fetches and keeps fresh; nothing without an address.

    :param name: of the section, for the id of its heading
    :param url: where its content is, as parts of the page; ``None`` if the user may not see it
    :param part: the id of the part that fills it
    :param link: the page that the heading leads to
    """
    return {"name": name, "title": title, "url": url, "part": part, "link": link}


@register.simple_tag
def heads(*words):
    """The headings of a small table."""
    cells = format_html_join("", '<th scope="col">{}</th>', ((word,) for word in words))
    return format_html("<thead><tr>{}</tr></thead>", cells)
