"""What an operation works on, as links: ``node:UUID`` leads to the node's page.

A panel declares the kinds of things that it shows as its ``resources`` (:mod:`~.plugins`).
"""

import dataclasses
from collections.abc import Callable

from helion_dashboard.kit import plugins
from helion_dashboard.kit.links import url_or_none


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of resource.

    :ivar name: as services name it, before the colon: ``node``
    :ivar label: what it is called on the page
    :ivar view: the page that shows it
    :ivar names: ``names(request)`` -> the names of all that exist, by id; ``None`` where the id is
        the name. The view is that of one thing, by its id, if there are names
    """

    name: str
    label: str
    view: str
    names: Callable | None = None


@dataclasses.dataclass(frozen=True)
class Resource:
    """A resource as a page shows it.

    :ivar label: what it is; empty for an unknown kind
    :ivar name: what it is called, or its id
    :ivar url: its page, or ``None``
    :ivar id: of a thing that has a name besides, or empty
    :ivar gone: it is known to exist no longer
    """

    label: str
    name: str
    url: str | None = None
    id: str = ""
    gone: bool = False


def resource(text):
    """The :class:`Resource` of a text like ``node:UUID``; its name is its id."""
    kind, ident = _split(text)
    if kind is None:
        return Resource("", text)
    url = url_or_none(kind.view, *([ident] if kind.names else []))
    return Resource(kind.label, ident, url, ident if kind.names else "")


def with_names(request, texts, *, final):
    """The :class:`Resource` of each text, by its name.

    Each service is asked once; raises :class:`~helion_dashboard.api.errors.ServiceError`.

    :param final: what has no name will not get one: it is gone
    """
    by_id = names(request, texts)

    def named(item):
        if item.id not in by_id:
            return dataclasses.replace(item, gone=final and bool(item.id))
        return dataclasses.replace(item, name=by_id[item.id])

    return [named(resource(text)) for text in texts]


def names(request, texts):
    """``{id: name}`` of those of the resources that have names and exist.

    Each service is asked once; raises :class:`~helion_dashboard.api.errors.ServiceError`.
    """
    ids = {}
    for kind, ident in map(_split, texts):
        if kind and kind.names:
            ids.setdefault(kind.names, set()).add(ident)
    return {
        ident: name
        for fetch, idents in ids.items()
        for ident, name in fetch(request).items()
        if ident in idents
    }


def _split(text):
    """The :class:`Kind` and the id in a text like ``node:UUID``; no kind if it is unknown."""
    name, _colon, ident = text.partition(":")
    kinds = {kind.name: kind for kind in plugins.collect("resources")}
    return (kinds.get(name) if ident else None), ident
