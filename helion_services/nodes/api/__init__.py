"""The REST resources of the nodes service, below ``/nodes/v1``."""

import functools

from apiflask import APIBlueprint

from helion_services.base import audit, context, policy
from helion_services.base.operations import rendering, store
from helion_services.base.operations import schemas as operation_schemas
from helion_services.nodes import enrolments, imports, plans, recent, snapshot
from helion_services.nodes.api import (
    controller_schemas,
    controllers,
    image_schemas,
    node_schemas,
    overcloud,
    overcloud_schemas,
    plan_schemas,
    roles,
)
from helion_services.nodes.clusters.recent import RecentSurvey

_PATIENCE = 5  # seconds to wait for Ironic's nodes: clients give up soon after


def blueprint(runtime):
    """All views, over ``runtime``."""
    views = APIBlueprint("nodes", __name__, url_prefix="/nodes/v1", tag="nodes")
    _add_imports(views, runtime)
    _add_plans(views, runtime)
    _add_roles(views, runtime)
    _add_controllers(views, runtime)
    _add_overcloud(views, runtime)
    return views


def _add_imports(views, runtime):
    @views.post("/imports")
    @policy.require("import:create")
    @views.input(node_schemas.ImportRequest, arg_name="request")
    @views.output(node_schemas.Import)
    def read_import(request):
        """Read nodes from the text of a file: reports all errors, enrols nothing."""
        return imports.read(runtime, request["text"], request["format"])

    @views.post("/enrolments")
    @policy.require("enrolment:create")
    @views.input(node_schemas.EnrolmentRequest, arg_name="request")
    @views.output(operation_schemas.OperationDetail, status_code=202)
    def enrol(request):
        """Enrol nodes: verify, inspect, check and clean them until they are available."""
        new = _new_nodes(runtime, request, "nodes")
        operation_id = enrolments.begin(runtime, new, context.current())
        if request.get("import_"):
            imports.forget(runtime, request["import_"])
        return _operation(runtime, operation_id)


def _add_plans(views, runtime):
    @views.post("/plans")
    @policy.require("plan:create")
    @views.input(plan_schemas.PlanRequest, arg_name="request")
    @views.output(plan_schemas.Plan, status_code=201)
    def create_plan(request):
        """Plan a change: returns its steps, checks and changes. Does nothing yet."""
        new = _new_nodes(runtime, request, "new_nodes")
        request.pop("new_nodes", None)
        for name in ("import", "with"):
            if f"{name}_" in request:
                request[name] = request.pop(f"{name}_")
        plan = plans.create(runtime, request, new, context.current())
        audit.note(plan=plan["id"])
        return plan

    @views.get("/plans/<plan_id>")
    @policy.require("plan:get")
    @views.output(plan_schemas.Plan)
    def show_plan(plan_id):
        """Show a plan."""
        return plans.get(runtime, plan_id)

    @views.post("/plans/<plan_id>/apply")
    @policy.require("plan:apply")
    @views.output(operation_schemas.OperationDetail, status_code=202)
    def apply_plan(plan_id):
        """Apply a plan, unless something that it depends on has changed."""
        return _operation(runtime, plans.apply(runtime, plan_id, context.current()))


def _add_roles(views, runtime):
    nodes = recent.RecentNodes(functools.partial(snapshot.current_nodes, runtime))

    @views.get("/roles")
    @policy.require("role:list")
    @views.input(overcloud_schemas.RolesQuery, location="query", arg_name="query")
    @views.output(overcloud_schemas.Roles)
    def list_roles(query):
        """The roles of the overcloud with their servers, and the nodes that are free for them."""
        max_age = query["max_age"]
        # Who takes older nodes only shows them: better without them than not in time.
        recently = functools.partial(nodes.get, max_age, _PATIENCE if max_age else None)
        return roles.show(runtime, recently, members=query["members"])

    @views.get("/images")
    @policy.require("server_image:list")
    @views.output(image_schemas.Images)
    def list_images():
        """The servers of each role with the image that each runs, and all images of Glance."""
        return roles.show_images(runtime)


def _add_controllers(views, runtime):
    survey = RecentSurvey(runtime.conf.nodes)

    @views.get("/controllers")
    @policy.require("controller:list")
    @views.output(controller_schemas.Controllers)
    def list_controllers():
        """The controllers, the clusters on them, and which of them may be taken down now."""
        return controllers.show(runtime, survey.get())


def _add_overcloud(views, runtime):
    @views.get("/overcloud")
    @policy.require("overcloud:get")
    @views.output(overcloud_schemas.Overcloud)
    def show_overcloud():
        """The overcloud's stack, its progress and failures, and the template's parameters."""
        return overcloud.show(runtime)

    @views.get("/overcloud/events")
    @policy.require("overcloud:events")
    @views.input(overcloud_schemas.EventQuery, location="query", arg_name="query")
    @views.output(overcloud_schemas.Events)
    def list_events(query):
        """The events of the stack, the newest first."""
        return overcloud.events(runtime, query["limit"])

    @views.get("/overcloud/computes")
    @policy.require("overcloud:get")
    @views.output(overcloud_schemas.Computes)
    def list_computes():
        """The compute services of the overcloud's Nova."""
        return overcloud.computes(runtime)

    @views.get("/overcloud/credentials")
    @policy.require("overcloud:credentials")
    @views.output(overcloud_schemas.Credentials)
    @views.doc(responses=[404])
    def show_credentials():
        """Files for logging in to the overcloud, without a password."""
        return overcloud.credentials(runtime)


def _new_nodes(runtime, request, field):
    if request.get("import_"):
        return imports.fetch(runtime, request["import_"])
    nodes = request.get(field)
    return imports.check(runtime, nodes, field) if nodes else []


def _operation(runtime, operation_id):
    with runtime.db.reader() as session:
        return rendering.detail(store.get(session, operation_id))
