"""Resource managers: vCenters."""

import sqlalchemy as sa
from flask import jsonify

from helion_services.base import context, policy
from helion_services.eon import managers, problems, rendering
from helion_services.eon.api import wire
from helion_services.eon.api.schemas import common as common_json
from helion_services.eon.api.schemas import managers as managers_json
from helion_services.eon.models import Manager

_FILTERS = ("type", "name", "ip_address")
TYPE = "vcenter"


def add(views, runtime):
    """Add the views, over ``runtime``."""

    def shown(manager_id):
        with runtime.db.reader() as session:
            manager = rendering.manager(session, manager_id)
        if manager is None:
            raise problems.no_manager(manager_id)
        return manager

    @views.get("/resource_mgrs", strict_slashes=False)
    @policy.require("vcenter:list")
    @views.input(managers_json.ManagerQuery, location="query", arg_name="query")
    @views.output(managers_json.Manager(many=True))
    def list_managers(query):
        """List the vCenters, without their inventories."""
        rows = _select(query)
        if rows is None:
            return []
        with runtime.db.reader() as session:
            return rendering.managers(session, session.scalars(rows).all())

    @views.post("/resource_mgrs", strict_slashes=False)
    @policy.require("vcenter:create")
    @views.input(managers_json.ManagerCreate, arg_name="body")
    @views.output(managers_json.Manager)
    def register(body):
        """Register a vCenter; it is read afterwards."""
        return shown(managers.register(runtime, body))

    @views.post("/resource_mgrs/unregister")
    @policy.require("vcenter:delete")
    @views.input(managers_json.Ids, arg_name="body")
    @views.output(common_json.Results)
    def unregister_many(body):
        """Unregister several vCenters; the answer tells what became of each."""
        return {"results": managers.unregister_many(runtime, body["ids"])}

    @views.get("/resource_mgrs/<manager_id>", strict_slashes=False)
    @policy.require("vcenter:get")
    @views.output(managers_json.Manager)
    def show_manager(manager_id):
        """Show a vCenter with its datacenters and clusters."""
        return shown(manager_id)

    _add_changes(views, runtime, shown)


def _add_changes(views, runtime, shown):
    """Add the views that change one vCenter; ``shown(id)`` is their answer."""

    @views.put("/resource_mgrs/<manager_id>", strict_slashes=False)
    @policy.require("vcenter:update")
    @views.input(managers_json.ManagerUpdate, arg_name="body")
    @views.output(managers_json.Manager)
    def update(manager_id, body):
        """Change how a vCenter is reached."""
        begun = managers.update(runtime, manager_id, body, context.current())
        return shown(manager_id) | {"operations": begun}

    @views.post("/resource_mgrs/<manager_id>/retry_login")
    @policy.require("vcenter:update")
    @views.output(managers_json.Manager)
    def retry_login(manager_id):
        """Let a login that was refused be tried again now."""
        with runtime.db.session() as session:
            manager = session.get(Manager, manager_id)
            if manager is not None:
                manager.login_after = None
        return shown(manager_id)

    @views.delete("/resource_mgrs/<manager_id>", strict_slashes=False)
    @policy.require("vcenter:delete")
    @views.doc(responses={200: {"description": "null"}})
    def unregister(manager_id):
        """Unregister a vCenter."""
        managers.unregister(runtime, manager_id)
        return jsonify(None)


def _select(query):
    """The SELECT of the list; None if it can hold none."""
    wire.check_query(*_FILTERS)
    types = query.get("type")
    if types and TYPE not in types.split(","):
        return None
    rows = sa.select(Manager).order_by(Manager.name)
    for key in ("name", "ip_address"):
        if key in query:
            rows = rows.where(getattr(Manager, key) == query[key])
    return rows
