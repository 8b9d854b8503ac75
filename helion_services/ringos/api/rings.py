"""Rings, their devices, and the servers."""

from helion_services.base import policy
from helion_services.base.problems import field
from helion_services.ringos import builders, problems, recon, rendering
from helion_services.ringos.api import schemas

_FILTERS = ("server", "region", "zone")


def add(views, runtime):
    """Add the views, over ``runtime``."""
    conf = runtime.conf.ringos

    @views.get("/rings")
    @policy.require("ring:list")
    @views.output(schemas.Rings)
    def list_rings():
        """List the rings."""
        rings = builders.load(conf.rings_dir).items()
        return {"rings": [rendering.ring(conf.rings_dir, *item) for item in rings]}

    @views.get("/rings/<name>")
    @policy.require("ring:list")
    @views.output(schemas.Ring)
    def show_ring(name):
        """Show a ring."""
        rings = builders.load(conf.rings_dir)
        if name not in rings:
            raise problems.no_ring(name)
        return rendering.ring(conf.rings_dir, name, rings[name])

    @views.get("/devices")
    @policy.require("ring:list")
    @views.input(schemas.DeviceQuery, location="query", arg_name="query")
    @views.output(schemas.Devices)
    def list_devices(query):
        """List the devices of all rings or of ``ring``, in the order of their numbers."""
        return _devices(builders.load(conf.rings_dir), query)

    @views.get("/servers")
    @policy.require("ring:list")
    @views.output(schemas.StorageServers)
    def list_servers():
        """List the storage servers with what they report; a silent server is a state."""
        return {"servers": recon.servers(conf, builders.load(conf.rings_dir))}


def _devices(rings, query):
    rows = [
        row
        for name, builder in rings.items()
        if query.get("ring") in (None, name)
        for row in rendering.devices(name, builder)
        if all(query.get(key) in (None, row[key]) for key in _FILTERS)
    ]
    start = _start(rows, query.get("marker"))
    page = rows[start : start + query["limit"]]
    more = len(rows) > start + query["limit"]
    return {
        "devices": page,
        "next_marker": _ident(page[-1]) if more else None,
        "total": len(rows),
    }


def _start(rows, marker):
    if marker is None:
        return 0
    idents = {_ident(row): number for number, row in enumerate(rows)}
    if marker not in idents:
        raise field("marker", "marker-not-found", "This row no longer exists.")
    return idents[marker] + 1


def _ident(row):
    return f"{row['ring']}:{row['id']}"
