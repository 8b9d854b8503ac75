"""The storage mapping as the data of a picture, and as tables; see the contributor's guide.

CPGs of a large cloud are folded: one box for those of an array, and those with a problem singly.
"""

import collections
import dataclasses
from urllib.parse import quote

from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard.api import short_cache
from helion_dashboard.api.storage import client as storage
from helion_dashboard.api.wire import has_service
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.topology import texts
from helion_dashboard.kit.topology.health import FAILED, OK, WARNING
from helion_dashboard.kit.topology.storage import inventory, mapping

LAYOUT = "storage"
TITLE = gettext_lazy("Storage")
FEW = 120
"""Where there are no more CPGs than this, all are drawn."""

_SECONDS = 5  # what the page was drawn from serves its table, too
_COLUMNS = {
    "arrays": gettext_lazy("Arrays"),
    "pools": gettext_lazy("CPGs, clusters"),
    "backends": gettext_lazy("Back ends"),
    "types": gettext_lazy("Volume types"),
}
_SOURCES = {
    "arrays": inventory.SIRIUS,
    "pools": inventory.SIRIUS,
    "backends": inventory.SIRIUS,
    "types": inventory.CINDER,
}
_PAGES = {
    "array": "horizon:admin:uc_storage:detail",
    "cpg": "horizon:admin:uc_storage:cpgs",
    "cluster": "horizon:admin:uc_storage:storevirtual",
    "backend": "horizon:admin:uc_storage:edit_backend",
    "type": "horizon:admin:uc_storage:edit_type",
}


@dataclasses.dataclass(frozen=True)
class LinkLine:
    """The other end of a link, by its name."""

    name: str
    broken: bool


def is_offered(request):
    """Whether there is anything to map."""
    return has_service(request.user, storage.SERVICE)


def data(request, query, *, fresh=True):
    """The data of the picture that ``query`` (a :class:`~..query.Query`) is of.

    :param fresh: ask the services now; else what they said some seconds ago will do
    """
    return described(_read(request, fresh), query) | {
        "links": {name: url_or_none(view, "ID") for name, view in _PAGES.items()},
    }


def find(request, text, limit):
    """``{"servers": [...], "more": n}``: things with ``text`` in their names, drawn or not."""
    if not text:
        return {"servers": [], "more": 0}
    whole = mapping.build(_read(request, False))
    matches = [
        {"id": thing.id, "name": thing.name, "row": name, "health": thing.health}
        for name, things in whole.columns.items()
        for thing in things.values()
        if text in thing.name.casefold()
    ]
    return {"servers": matches[:limit], "more": max(0, len(matches) - limit)}


def tables(data):
    """A table for each column of the picture's data.

    :returns: ``{"title", "available", "lines"}`` each; a line has its ``node``, ``url``, health in
        ``words``, and :class:`LinkLine` each in ``before`` and ``after``
    """
    names = {node["id"]: node["name"] for row in data["rows"] for node in row["nodes"]}
    before, after = collections.defaultdict(list), collections.defaultdict(list)
    for edge in data["edges"]:
        broken = edge.get("state") == mapping.BROKEN
        before[edge["to"]].append(LinkLine(names[edge["from"]], broken))
        after[edge["from"]].append(LinkLine(names[edge["to"]], broken))
    return [
        {
            "title": row["title"],
            "available": row.get("state") != "unknown",
            "lines": [
                {
                    "node": node,
                    "url": _url(node, data.get("links") or {}),
                    "words": texts.HEALTH[node["health"]],
                    "before": before[node["id"]],
                    "after": after[node["id"]],
                }
                for node in row["nodes"]
            ],
        }
        for row in data["rows"]
    ]


def _url(node, pages):
    pattern = pages.get(node.get("link"))
    return pattern.replace("ID", quote(node.get("page", node["id"]), safe="")) if pattern else ""


def described(content, query):
    """The data of an :class:`~.inventory.Inventory`, without ``links`` to pages."""
    whole = mapping.build(content)
    folded = _folds(whole, query)
    drawn = {name: _nodes(things, folded) for name, things in whole.columns.items()}
    ids = {node["id"] for nodes in drawn.values() for node in nodes}
    result = {
        "layout": LAYOUT,
        "title": str(TITLE),
        "form": "columns",
        "regions": [],
        "networks": [],
        "layers": [layer.described() for layer in content.layers.values()],
        "rows": [_row(name, whole, nodes, content) for name, nodes in drawn.items()],
        "edges": _edges(whole.links, folded, ids),
        "moving": False,
    }
    if query.node in ids:
        result["focus"] = query.node
    return result


def _read(request, fresh):
    user = request.user
    key = ("topology-storage", user.id, user.token.id, user.services_region)
    if fresh:
        short_cache.forget(key)
    return short_cache.remembered(key, _SECONDS, lambda: inventory.read(request))


def _folds(whole, query):
    """``{id of an array: (CPGs, whether they are folded)}`` where there are many."""
    if len(whole.pools) <= FEW:
        return {}
    by_array = collections.defaultdict(list)
    for thing in whole.pools.values():
        if thing.parent:
            by_array[thing.parent].append(thing)
    focus = whole.pools.get(query.node)
    opened = query.opened | ({focus.parent} if focus else set())
    return {ident: (things, ident not in opened) for ident, things in by_array.items()}


def _nodes(things, folded):
    """The things of a column as data; before the first CPG of an array its fold."""
    nodes, begun = [], set()
    for thing in things.values():
        group = folded.get(thing.parent)
        if group and thing.parent not in begun:
            begun.add(thing.parent)
            nodes.append(_fold(thing.parent, *group))
        if not group or not group[1] or thing.health in (FAILED, WARNING):
            nodes.append(_node(thing))
    return nodes


def _fold(array, things, folded):
    counts = collections.Counter(thing.health for thing in things)
    worst = next((name for name in (FAILED, WARNING) if counts[name]), OK)
    amounts = [thing.usage for thing in things if thing.usage]
    thing = mapping.Thing(
        f"cpgs:{array}", ngettext("%d CPG", "%d CPGs", len(things)) % len(things), worst
    )
    mapping.measure(thing, mapping.total(amounts))
    bad = counts[FAILED] + counts[WARNING]
    if bad:
        thing.problem = ngettext("%d with a problem", "%d with a problem", bad) % bad
    return _node(thing) | {"fold": {"id": array, "open": not folded}}


def _node(thing):
    data = {"id": thing.id, "name": thing.name, "health": thing.health, "state": thing.state}
    data |= {"problem": thing.problem, "link": thing.link, "page": thing.page}
    if thing.usage:
        data["usage"] = [round(thing.usage.used, 1), round(thing.usage.total, 1)]
    return {key: value for key, value in data.items() if value}


def _row(name, whole, nodes, content):
    things = whole.columns[name].values()
    row = {"id": name, "title": str(_COLUMNS[name]), "kind": name, "open": True, "fixed": True}
    row |= {"nodes": nodes, "count": len(things), "attachments": []}
    row["health"] = dict(collections.Counter(thing.health for thing in things))
    if not content.knows(_SOURCES[name]) and not things:
        row["state"] = "unknown"
    return row


def _edges(links, folded, ids):
    """Links between what is drawn, each once: those of a CPG that is not drawn are its fold's."""
    places = {
        thing.id: f"cpgs:{array}"
        for array, (things, _folded) in folded.items()
        for thing in things
        if thing.id not in ids
    }
    states = {}
    for link in links:
        pair = (places.get(link.source, link.source), places.get(link.target, link.target))
        if pair[0] in ids and pair[1] in ids:
            states[pair] = states.get(pair) or link.state
    for array, (_things, is_folded) in folded.items():
        if not is_folded and array in ids:
            states.setdefault((array, f"cpgs:{array}"), "")
    return [
        {"from": source, "to": target} | ({"state": state} if state else {})
        for (source, target), state in states.items()
    ]
