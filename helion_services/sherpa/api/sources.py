"""Sources."""

import dataclasses

import sqlalchemy as sa

from helion_services.base import paging, policy
from helion_services.sherpa import rendering, shipped, sources
from helion_services.sherpa.api.schemas import sources as sources_json
from helion_services.sherpa.models import Source
from helion_services.sherpa.repository import trust

_SORT_KEYS = ("name", "url", "state", "created_at", "refreshed_at")


def add(views, runtime):
    """Add the views, over ``runtime``."""
    _add_roots(views, runtime)

    def shown(source_id):
        row = sources.get(runtime, source_id)
        with runtime.db.reader() as session:
            return rendering.source(session, row)

    @views.get("/sources")
    @policy.require("source:list")
    @views.input(sources_json.SourceQuery, location="query", arg_name="query")
    @views.output(sources_json.Sources)
    def list_sources(query):
        """List the registered sources, as they were read last."""
        select = sa.select(Source)
        if "state" in query:
            select = select.where(Source.state == query["state"])
        with runtime.db.reader() as session:
            rows, marker = paging.page(session, select, Source, query, _SORT_KEYS, "asc")
            return {"sources": rendering.sources(session, rows), "next_marker": marker}

    @views.post("/sources")
    @policy.require("source:create")
    @views.input(sources_json.SourceCreate, arg_name="body")
    @views.output(sources_json.SourceDetail, status_code=201)
    def register_source(body):
        """Register a source: reads and verifies what it lists first, unless it is disabled."""
        return shown(sources.register(runtime, body))

    @views.get("/sources/<source_id>")
    @policy.require("source:get")
    @views.output(sources_json.SourceDetail)
    def show_source(source_id):
        """Show a source."""
        return shown(source_id)

    @views.put("/sources/<source_id>")
    @policy.require("source:update")
    @views.input(sources_json.SourceUpdate, arg_name="body")
    @views.output(sources_json.SourceDetail)
    def update_source(source_id, body):
        """Change a source. A changed address, proxy, user or certificate needs the password."""
        sources.update(runtime, source_id, body)
        return shown(source_id)

    @views.post("/sources/<source_id>/refresh")
    @policy.require("source:refresh")
    @views.output(sources_json.SourceDetail)
    def refresh_source(source_id):
        """Read a source again; that it cannot be read or trusted is its state."""
        sources.refresh(runtime, source_id)
        return shown(source_id)

    @views.delete("/sources/<source_id>")
    @policy.require("source:delete")
    @views.output({}, status_code=204)
    def unregister_source(source_id):
        """Forget a source and its entries. Local content stays."""
        sources.unregister(runtime, source_id)


def _add_roots(views, runtime):
    @views.post("/sources/inspect")
    @policy.require("source:inspect")
    @policy.unchanging
    @views.input(sources_json.RootText, arg_name="body")
    @views.output(sources_json.Anchor)
    def inspect_root(body):
        """Show the fingerprint of root metadata, to compare it with the publisher's."""
        return dataclasses.asdict(trust.inspect(body["root"]))

    @views.get("/sources/roots")
    @policy.require("source:inspect")
    @views.output(sources_json.ShippedRoots)
    def list_shipped_roots():
        """List the root metadata that came with the installation."""
        return {"roots": shipped.roots(runtime.conf)}
