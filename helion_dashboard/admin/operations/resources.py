"""What an operation works on, as links: ``node:UUID`` leads to the node's page."""

import dataclasses

from django.utils.translation import gettext_lazy as _

from helion_dashboard.widgets.links import url_or_none

_NODE = "node"


@dataclasses.dataclass(frozen=True)
class _Kind:
    """A kind of resource.

    :ivar label: what it is called on the page
    :ivar view: the page that shows it
    :ivar by_id: whether the view is that of one thing, by its id
    """

    label: str
    view: str
    by_id: bool = False


_KINDS = {
    _NODE: _Kind(_("Node"), "horizon:admin:uc_nodes:detail", by_id=True),
    "stack": _Kind(_("Overcloud"), "horizon:admin:uc_overcloud:index"),
    "role": _Kind(_("Role"), "horizon:admin:uc_scale:index"),
    "esx-cluster": _Kind(_("ESX cluster"), "horizon:admin:uc_esx:resource", by_id=True),
    "vcenter": _Kind(_("vCenter"), "horizon:admin:uc_esx:detail", by_id=True),
}


@dataclasses.dataclass(frozen=True)
class Resource:
    """A resource as the page shows it.

    :ivar label: what it is; empty for a kind that this page does not know
    :ivar name: what it is called, as far as the operation says
    :ivar url: its page, or ``None``
    :ivar node: UUID of the node that it is, or empty
    """

    label: str
    name: str
    url: str | None = None
    node: str = ""


def resource(text):
    """The :class:`Resource` of a text like ``node:UUID``."""
    kind, _colon, ident = text.partition(":")
    known = _KINDS.get(kind)
    if known is None or not ident:
        return Resource("", text)
    url = url_or_none(known.view, *([ident] if known.by_id else []))
    return Resource(known.label, ident, url, ident if kind == _NODE else "")


def nodes(texts):
    """UUIDs of the nodes among the resources."""
    return [found.node for found in map(resource, texts) if found.node]
