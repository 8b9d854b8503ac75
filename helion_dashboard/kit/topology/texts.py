"""The words of a picture: for its table, and for the browser's modules."""

from django.utils.translation import gettext_lazy as _

WIRES = {
    "planned": _("as planned"),
    "missing": _("missing"),
    "unexpected": _("unexpected"),
    "wrong_vlan": _("wrong VLAN"),
    "down": _("down"),
    "unknown": _("unknown"),
}
HEALTH = {
    "ok": _("healthy"),
    "warning": _("warning"),
    "failed": _("failed"),
    "unknown": _("unknown"),
}
NETWORKS = {
    "ok": _("as planned"),
    "missing": _("not in Neutron"),
    "wrong": _("not as planned"),
    "unknown": _("unknown"),
    "extra": _("not in the layout"),
}

TEXTS = {
    "added": _("%(n)d to be added"),
    "alarms": _("Alarms"),
    "andMore": _("and %(n)d more"),
    "asPlanned": WIRES["planned"],
    "broken": _("broken link"),
    "changed": _("changed since you last looked"),
    "changedNow": _("%(n)d changed"),
    "cidr": _("Addresses"),
    "closeCard": _("Close"),
    "clusters": _("%(n)d clusters"),
    "count": _("Number"),
    "comesFrom": _("Comes from"),
    "darkOrLight": _("Dark or light mode"),
    "down": WIRES["down"],
    "failed": HEALTH["failed"],
    "free": _("%(n)d free nodes"),
    "fit": _("Fit to window"),
    "foundAt": _("%(at)d of %(n)d: %(name)s"),
    "group": _("%(group)s %(name)s"),
    "health": _("Health"),
    "hosts": _("%(n)d hosts"),
    "idle": _("as planned, not in use"),
    "isAdded": _("to be added"),
    "isRemoved": _("to be removed"),
    "keys": _(
        "Arrow keys: next · Page Up, Page Down: next row · Enter: open · Escape: back · "
        "+, −, 0: zoom · /: search · p: only problems"
    ),
    "leadsTo": _("Leads to"),
    "missing": WIRES["missing"],
    "more": _("and %(n)d more with a problem"),
    "moving": _("%(n)d changing"),
    "movingOne": _("changing"),
    "name": _("Topology: %(title)s"),
    "networkExtra": NETWORKS["extra"],
    "networkMissing": NETWORKS["missing"],
    "networkOk": NETWORKS["ok"],
    "networks": _("Networks"),
    "networkState": _("In Neutron"),
    "networkWrong": NETWORKS["wrong"],
    "nextPage": _("Next servers"),
    "nic": _("Port"),
    "nodes": _("%(n)d servers"),
    "none": _("none"),
    "noneSays": _("No such server."),
    "noProblem": _("No problems."),
    "notDrawn": _("Cannot save the picture: %(reason)s"),
    "nothingFound": _("No matches."),
    "notKnown": WIRES["unknown"],
    "notKnownSays": _("The service that reports them did not answer."),
    "oneCluster": _("1 cluster"),
    "oneFree": _("1 free node"),
    "oneHost": _("1 host"),
    "oneNode": _("1 server"),
    "oneVcenter": _("1 vCenter"),
    "openAlarms": _("Open alarms"),
    "openPage": _("Open details"),
    "page": _("%(from)d–%(to)d of %(count)d"),
    "parent": _("Part of"),
    "picture": _("picture"),
    "plan": _("In the plan"),
    "png": _("Save as PNG"),
    "previousPage": _("Previous servers"),
    "problem": _("Problem"),
    "purpose": _("Purpose"),
    "removed": _("%(n)d to be removed"),
    "role": _("Role"),
    "save": _("Save"),
    "scheme": _("Colours"),
    "server": _("Server in Nova"),
    "some": _("%(n)d %(what)s"),
    "spare": _("Other ports"),
    "state": _("State"),
    "svg": _("Save as SVG"),
    "tag": _("VLAN"),
    "tagged": _("tagged"),
    "topology": _("Topology: networks, and the servers on them"),
    "unexpected": WIRES["unexpected"],
    "untagged": _("untagged"),
    "vcenters": _("%(n)d vCenters"),
    "vlan": _("VLAN %(vlan)d"),
    "warning": HEALTH["warning"],
    "well": HEALTH["ok"],
    "whichNetwork": _("Network"),
    "wires": _("On networks"),
    "wiresAre": _("On networks: %(networks)s"),
    "wrongVlan": WIRES["wrong_vlan"],
    "zoom": _("Zoom"),
    "zoomIn": _("Zoom in"),
    "zoomOut": _("Zoom out"),
}


_NOUNS = {
    "vcenter": ("oneVcenter", "vcenters"),
    "cluster": ("oneCluster", "clusters"),
    "host": ("oneHost", "hosts"),
}


def count(row):
    """How many servers, hosts ... a row of a picture's data has; a free node is not a server."""
    number, free = row.get("count", 0), row.get("free", 0)
    parts = []
    if number > free or not free:
        parts.append(_number(number - free, *_NOUNS.get(row["kind"], ("oneNode", "nodes"))))
    if free:
        parts.append(_number(free, "oneFree", "free"))
    return ", ".join(parts)


def _number(number, single, several):
    return str(TEXTS[single]) if number == 1 else TEXTS[several] % {"n": number}


def texts():
    """All of :data:`TEXTS` in the language of this request."""
    return {name: str(text) for name, text in TEXTS.items()}
