"""Back ends and Cinder's configuration of them."""

import sqlalchemy as sa

from helion_services.base import context, paging, policy
from helion_services.base.operations import rendering as operation_rendering
from helion_services.base.operations import schemas as operation_schemas
from helion_services.base.operations import store
from helion_services.sirius import backends, cinder_conf, problems, rendering
from helion_services.sirius.api import schemas
from helion_services.sirius.flows import apply, destinations
from helion_services.sirius.models import Backend

_SORT_KEYS = ("name", "created_at")


def add(views, runtime):
    """Add the views, over ``runtime``."""

    def shown(backend_id):
        with runtime.db.reader() as session:
            row = session.get(Backend, backend_id)
            if row is None:
                raise problems.no_backend(backend_id)
            return rendering.backends([row])[0]

    @views.get("/backends")
    @policy.require("backend:list")
    @views.input(paging.PageQuery, location="query", arg_name="query")
    @views.output(schemas.Backends)
    def list_backends(query):
        """List the back ends with their members."""
        with runtime.db.reader() as session:
            rows, marker = paging.page(
                session, sa.select(Backend), Backend, query, _SORT_KEYS, "asc"
            )
            rendered = rendering.backends(rows)
        return {"backends": rendered, "next_marker": marker}

    @views.post("/backends")
    @policy.require("backend:create")
    @views.input(schemas.BackendCreate, arg_name="body")
    @views.output(schemas.Backend, status_code=201)
    def create_backend(body):
        """Create a back end of registered CPGs or clusters, which are reserved for it."""
        return shown(backends.create(runtime, body["name"], body["members"], body["options"]))

    @views.get("/backends/<backend_id>")
    @policy.require("backend:get")
    @views.output(schemas.Backend)
    def show_backend(backend_id):
        """Show a back end."""
        return shown(backend_id)

    @views.put("/backends/<backend_id>")
    @policy.require("backend:update")
    @views.input(schemas.BackendMembers, arg_name="body")
    @views.output(schemas.Backend)
    def set_backend_members(backend_id, body):
        """Expand or shrink a back end: ``members`` are all that it has afterwards.

        So are ``options``, which stay as they are if they are left out.
        """
        backends.update(runtime, backend_id, body["members"], body.get("options"))
        return shown(backend_id)

    @views.delete("/backends/<backend_id>")
    @policy.require("backend:delete")
    @views.output({}, status_code=204)
    def delete_backend(backend_id):
        """Delete a back end; its members stay registered."""
        backends.delete(runtime, backend_id)

    _add_configuration(views, runtime)


def _add_configuration(views, runtime):
    def answer(query, with_secrets):
        content = rendering.configuration(runtime, query["backend"], with_secrets)
        return {"configuration": content, "cinder_conf": cinder_conf.as_text(content)}

    @views.get("/configuration")
    @policy.require("configuration:get")
    @views.input(schemas.ConfigurationQuery, location="query", arg_name="query")
    @views.output(schemas.Configuration)
    def show_configuration(query):
        """Cinder's configuration of the back ends; passwords are masked."""
        return answer(query, with_secrets=False)

    @views.post("/configuration")
    @policy.require("configuration:download")
    @views.input(schemas.ConfigurationQuery, location="query", arg_name="query")
    @views.output(schemas.Configuration)
    def download_configuration(query):
        """The same with the passwords; who downloaded it is in the audit trail."""
        return answer(query, with_secrets=True)

    @views.post("/configuration/apply")
    @policy.require("configuration:apply")
    @views.input(schemas.Application, arg_name="body")
    @views.output(operation_schemas.OperationDetail, status_code=202)
    def apply_configuration(body):
        """Hand back ends over to Cinder, all by default, and wait until its scheduler sees them.

        With some back ends, the sections of all others stay as they are.
        """
        if not destinations.is_configured(runtime.conf):
            raise problems.cannot_apply()
        operation_id = apply.begin(runtime, context.current(), body.get("backends"))
        with runtime.db.reader() as session:
            return operation_rendering.detail(store.get(session, operation_id))
