"""What an operation works on, as links: ``node:UUID`` leads to the node's page."""

import dataclasses
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from helion_dashboard.admin.nodes import listing as nodes
from helion_dashboard.api import esx
from helion_dashboard.kit.links import url_or_none


@dataclasses.dataclass(frozen=True)
class _Kind:
    """A kind of resource.

    :ivar label: what it is called on the page
    :ivar view: the page that shows it
    :ivar names: ``names(request)`` -> the names of all there are, by id; ``None`` where the id is
        the name. The view is that of one thing, by its id, if there are names
    """

    label: str
    view: str
    names: Callable | None = None


def _nodes(request):
    return {one.uuid: one.label for one in nodes.sweep(request)}


def _clusters(request):
    return {one.id: one.name for one in esx.resources(request)}


def _vcenters(request):
    return {one.id: one.name for one in esx.vcenters(request)}


_KINDS = {
    "node": _Kind(_("Node"), "horizon:admin:uc_nodes:detail", _nodes),
    "stack": _Kind(_("Overcloud"), "horizon:admin:uc_overcloud:index"),
    "role": _Kind(_("Role"), "horizon:admin:uc_scale:index"),
    "esx-cluster": _Kind(_("ESX cluster"), "horizon:admin:uc_esx:resource", _clusters),
    "vcenter": _Kind(_("vCenter"), "horizon:admin:uc_esx:detail", _vcenters),
}


@dataclasses.dataclass(frozen=True)
class Resource:
    """A resource as the page shows it.

    :ivar label: what it is; empty for a kind that this page does not know
    :ivar name: what it is called, as far as the operation says
    :ivar url: its page, or ``None``
    :ivar named: id of a thing that has a name besides, or empty
    """

    label: str
    name: str
    url: str | None = None
    named: str = ""


def resource(text):
    """The :class:`Resource` of a text like ``node:UUID``."""
    kind, ident = _parts(text)
    if kind is None:
        return Resource("", text)
    url = url_or_none(kind.view, *([ident] if kind.names else []))
    return Resource(kind.label, ident, url, ident if kind.names else "")


def names(request, texts):
    """``{id: name}`` of those of the resources that have names and are there.

    Each service is asked once; raises :class:`~helion_dashboard.api.errors.ServiceError`.
    """
    wanted = {}
    for kind, ident in map(_parts, texts):
        if kind and kind.names:
            wanted.setdefault(kind.names, set()).add(ident)
    return {
        ident: name
        for ask, idents in wanted.items()
        for ident, name in ask(request).items()
        if ident in idents
    }


def _parts(text):
    """The :class:`_Kind` and the id in a text like ``node:UUID``; no kind if it is unknown."""
    name, _colon, ident = text.partition(":")
    return (_KINDS.get(name) if ident else None), ident
