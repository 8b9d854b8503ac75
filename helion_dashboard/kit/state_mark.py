"""How a state is drawn, whatever it is the state of."""

from django.utils.html import format_html


def state_mark(state, title=""):
    """Icon, word and colour of a :class:`~helion_dashboard.api.states.State`.

    :param title: the tooltip
    """
    return format_html(
        '<span class="helion-state helion-{}" data-state="{}"{}><span class="{}"'
        ' aria-hidden="true"></span> {}</span>',
        state.kind.value,
        state.name,
        format_html(' title="{}"', title) if title else "",
        state.icon,
        state.label,
    )
