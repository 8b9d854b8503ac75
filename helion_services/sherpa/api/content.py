"""Local content."""

import sqlalchemy as sa

from helion_services.base import audit, context, paging, policy
from helion_services.sherpa import content, rendering
from helion_services.sherpa.api.schemas import content as content_json
from helion_services.sherpa.flows import kinds
from helion_services.sherpa.models import Content

_SORT_KEYS = ("created_at", "published_at", "name", "version", "kind", "provider", "size")


def add(views, runtime):
    """Add the views, over ``runtime``."""

    @views.get("/content")
    @policy.require("content:list")
    @views.input(content_json.ContentQuery, location="query", arg_name="query")
    @views.output(content_json.Contents)
    def list_content(query):
        """List local content, the newest first, and what it takes on the disk."""
        select = sa.select(Content)
        for name in ("kind", "origin", "name"):
            if query.get(name):
                select = select.where(getattr(Content, name) == query[name])
        if query.get("q"):
            select = select.where(Content.name.icontains(query["q"], autoescape=True))
        with runtime.db.reader() as session:
            rows, marker = paging.page(session, select, Content, query, _SORT_KEYS)
            return {
                "content": rendering.contents(session, runtime.conf, rows),
                "next_marker": marker,
                "disk": rendering.disk(session, runtime.conf),
            }

    @views.get("/content/<content_id>")
    @policy.require("content:get")
    @views.output(content_json.ContentDetail)
    def show_content(content_id):
        """Show local content."""
        with runtime.db.reader() as session:
            row = content.get(session, content_id)
            return rendering.one_content(session, runtime.conf, row)

    @views.post("/content/<content_id>/publish")
    @policy.require("content:publish")
    @views.input(content_json.PublishRequest, arg_name="body")
    @views.output(content_json.PublishAnswer, status_code=202)
    def publish_content(content_id, body):
        """Begin to publish content; nothing begins if it is published so already."""
        publication_id, operation_id = kinds.begin_publish(
            runtime, content_id, body["visibility"], body["project_id"], context.current()
        )
        return {"publication_id": publication_id, "operation_id": operation_id}

    @views.delete("/content/<content_id>")
    @policy.require("content:delete")
    @views.output({}, status_code=204)
    def delete_content(content_id):
        """Delete the local file of content that is not published."""
        row = content.delete(runtime.db, runtime.conf, content_id)
        audit.note(name=row.name, version=row.version)
