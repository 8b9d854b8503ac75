"""How a state is drawn, whatever it is the state of."""

from django.utils.html import format_html


def state_mark(state, icon="", look="", title=""):
    """Icon, word and colour of ``state``.

    :param state: a :class:`~helion_dashboard.api.states.State`; or anything with a ``name`` and a
        ``label``, with the two following
    :param icon: classes of the icon
    :param look: the colour, such as ``ready``, ``moving`` or ``failed``
    :param title: what the pointer is told
    """
    return format_html(
        '<span class="helion-state helion-{}" data-state="{}"{}><span class="{}"'
        ' aria-hidden="true"></span> {}</span>',
        look or state.kind.value,
        state.name,
        format_html(' title="{}"', title) if title else "",
        icon or state.icon,
        state.label,
    )
