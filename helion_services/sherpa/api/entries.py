"""The catalogue: what all sources list."""

import sqlalchemy as sa

from helion_services.base import context, paging, policy
from helion_services.sherpa import catalogue, rendering
from helion_services.sherpa.api.schemas import common as common_json
from helion_services.sherpa.api.schemas import entries as entries_json
from helion_services.sherpa.flows import kinds
from helion_services.sherpa.models import Entry

_SORT_KEYS = (
    *("published_at", "created_at", "name", "version", "kind", "provider", "size", "status"),
    "rank",
)


def add(views, runtime):
    """Add the views, over ``runtime``."""

    @views.get("/entries")
    @policy.require("entry:list")
    @views.input(entries_json.EntryQuery, location="query", arg_name="query")
    @views.output(entries_json.Entries)
    def list_entries(query):
        """List the entries of all sources, the newest first; ``rank`` sorts by priority."""
        select = catalogue.matching(sa.select(Entry), query)
        with runtime.db.reader() as session:
            rows, marker = paging.page(session, select, Entry, query, _SORT_KEYS)
            return {"entries": rendering.entries(session, rows), "next_marker": marker}

    @views.get("/entries/facets")
    @policy.require("entry:list")
    @views.input(entries_json.EntryFilter, location="query", arg_name="query")
    @views.output(entries_json.Facets)
    def count_entries(query):
        """Count the entries that match by kind, provider, status, priority and source."""
        with runtime.db.reader() as session:
            return catalogue.facets(session, query)

    @views.get("/entries/<entry_id>")
    @policy.require("entry:get")
    @views.output(entries_json.EntryDetail)
    def show_entry(entry_id):
        """Show an entry."""
        with runtime.db.reader() as session:
            return rendering.entry(session, catalogue.get(session, entry_id))

    @views.post("/entries/<entry_id>/download")
    @policy.require("entry:download")
    @views.output(common_json.Begun, status_code=202)
    def download_entry(entry_id):
        """Begin to download an entry."""
        return {"operation_id": kinds.begin_download(runtime, entry_id, context.current())}
