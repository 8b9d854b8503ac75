"""Publications, and the template store."""

import sqlalchemy as sa

from helion_services.base import context, paging, policy
from helion_services.sherpa import (
    problems,
    publications,
    rendering,
    states,
    template_relations,
    template_usage,
    templates,
    usage,
)
from helion_services.sherpa.api.schemas import common as common_json
from helion_services.sherpa.api.schemas import publications as publications_json
from helion_services.sherpa.api.schemas import templates as templates_json
from helion_services.sherpa.flows import kinds
from helion_services.sherpa.models import Publication, Template

_SORT_KEYS = ("created_at", "name", "version", "kind", "state")


def add(views, runtime):
    """Add the views, over ``runtime``."""

    def row_of(publication_id):
        with runtime.db.reader() as session:
            return publications.get(session, publication_id)

    @views.get("/publications")
    @policy.require("publication:list")
    @views.input(publications_json.PublicationQuery, location="query", arg_name="query")
    @views.output(publications_json.Publications)
    def list_publications(query):
        """List publications, the newest first."""
        select = sa.select(Publication)
        for name in ("kind", "state", "name"):
            if query.get(name):
                select = select.where(getattr(Publication, name) == query[name])
        with runtime.db.reader() as session:
            rows, marker = paging.page(session, select, Publication, query, _SORT_KEYS)
            rendered = rendering.publications(session, rows)
            return {"publications": rendered, "next_marker": marker}

    @views.get("/publications/<publication_id>")
    @policy.require("publication:get")
    @views.output(publications_json.PublicationDetail)
    def show_publication(publication_id):
        """Show a publication, and the versions that it can be rolled back to."""
        with runtime.db.reader() as session:
            return rendering.publication(session, publications.get(session, publication_id))

    @views.get("/publications/<publication_id>/usage")
    @policy.require("publication:get")
    @views.output(publications_json.Usage)
    def show_usage(publication_id):
        """Show the servers that were deployed from an image, and the stacks that name it.

        Of a template: the stacks that were made from it, or have it among their files.
        """
        row = row_of(publication_id)
        if row.kind != states.TEMPLATE or not row.object_id:
            return usage.of(runtime.clouds, row)
        with runtime.db.reader() as session:
            body = templates.get(session, row.object_id).body
        return template_usage.of(runtime.clouds, body)

    _add_operations(views, runtime, row_of)
    _add_templates(views, runtime)


def _add_operations(views, runtime, row_of):
    @views.post("/publications/<publication_id>/roll-back")
    @policy.require("publication:roll_back")
    @views.input(publications_json.RollBackRequest, arg_name="body")
    @views.output(common_json.Begun, status_code=202)
    def roll_back_publication(publication_id, body):
        """Begin to make an earlier version the current one; downloads it first if needed."""
        ident = kinds.begin_roll_back(runtime, publication_id, body["version"], context.current())
        return {"operation_id": ident}

    @views.post("/publications/<publication_id>/unpublish")
    @policy.require("publication:unpublish")
    @views.input(publications_json.UnpublishRequest, arg_name="body")
    @views.output(common_json.Begun, status_code=202)
    def unpublish(publication_id, body):
        """Begin to delete what was published. An image that servers use needs ``force``."""
        row = row_of(publication_id)
        if row.kind == states.IMAGE and row.object_id and not body["force"]:
            deployed, _all = usage.servers(runtime.clouds, row.object_id)
            if deployed:
                raise problems.in_use(len(deployed))
        return {"operation_id": kinds.begin_unpublish(runtime, row.id, context.current())}


def _add_templates(views, runtime):
    @views.get("/templates")
    @policy.require("template:list")
    @views.input(templates_json.TemplateQuery, location="query", arg_name="query")
    @views.output(templates_json.Templates)
    def list_templates(query):
        """List the published templates."""
        select = sa.select(Template)
        if query.get("name"):
            select = select.where(Template.name == query["name"])
        keys = ("name", "version", "created_at")
        with runtime.db.reader() as session:
            rows, marker = paging.page(session, select, Template, query, keys, "asc")
        return {"templates": rows, "next_marker": marker}

    @views.get("/templates/<template_id>")
    @policy.require("template:get")
    @views.output(templates_json.TemplateDetail)
    def show_template(template_id):
        """Show a published template with its text, its versions and what it belongs to."""
        with runtime.db.reader() as session:
            return template_relations.detail(session, templates.get(session, template_id))
