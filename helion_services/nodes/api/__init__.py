"""The REST resources of the nodes service, below ``/nodes/v1``."""

from apiflask import APIBlueprint

from helion_services.base import context, policy
from helion_services.base.operations import rendering, store
from helion_services.base.operations import schemas as operation_schemas
from helion_services.nodes import enrolments, imports, plans
from helion_services.nodes.api import overcloud, roles, schemas


def blueprint(runtime):
    """All views, over ``runtime``."""
    views = APIBlueprint("nodes", __name__, url_prefix="/nodes/v1", tag="nodes")
    _add_imports(views, runtime)
    _add_plans(views, runtime)
    _add_roles(views, runtime)
    _add_overcloud(views, runtime)
    return views


def _add_imports(views, runtime):
    @views.post("/imports")
    @policy.require("import:create")
    @views.input(schemas.ImportRequest, arg_name="asked")
    @views.output(schemas.Import)
    def read_import(asked):
        """Read nodes from the text of a file: all errors at once, nothing is enrolled."""
        return imports.read(runtime, asked["text"], asked["format"])

    @views.post("/enrolments")
    @policy.require("enrolment:create")
    @views.input(schemas.EnrolmentRequest, arg_name="asked")
    @views.output(operation_schemas.OperationDetail, status_code=202)
    def enrol(asked):
        """Enrol nodes: verify, inspect, check and clean them until they are available."""
        new = _new_nodes(runtime, asked.pop("nodes", None), asked.pop("import_", None))
        return _operation(runtime, enrolments.begin(runtime, new, context.current()))


def _add_plans(views, runtime):
    @views.post("/plans")
    @policy.require("plan:create")
    @views.input(schemas.PlanRequest, arg_name="asked")
    @views.output(schemas.Plan, status_code=201)
    def create_plan(asked):
        """Plan a change: its steps, its checks and what will be different. Nothing is done."""
        new = _new_nodes(runtime, asked.pop("new_nodes", None), asked.pop("import_", None))
        if "with_" in asked:
            asked["with"] = asked.pop("with_")
        return plans.create(runtime, asked, new, context.current())

    @views.get("/plans/<plan_id>")
    @policy.require("plan:get")
    @views.output(schemas.Plan)
    def show_plan(plan_id):
        """Show a plan."""
        return plans.get(runtime, plan_id)

    @views.post("/plans/<plan_id>/apply")
    @policy.require("plan:apply")
    @views.output(operation_schemas.OperationDetail, status_code=202)
    def apply_plan(plan_id):
        """Do what a plan says, if nothing it was made from has changed."""
        return _operation(runtime, plans.apply(runtime, plan_id, context.current()))


def _add_roles(views, runtime):
    @views.get("/roles")
    @policy.require("role:list")
    @views.output(schemas.Roles)
    def list_roles():
        """The roles of the overcloud with their servers, and the nodes that are free for them."""
        return roles.show(runtime)


def _add_overcloud(views, runtime):
    @views.get("/overcloud")
    @policy.require("overcloud:get")
    @views.output(schemas.Overcloud)
    def show_overcloud():
        """The overcloud's stack, how far it is, what failed, and the template's parameters."""
        return overcloud.show(runtime)

    @views.get("/overcloud/events")
    @policy.require("overcloud:events")
    @views.input(schemas.EventQuery, location="query", arg_name="query")
    @views.output(schemas.Events)
    def list_events(query):
        """What happened to the stack, the newest first."""
        return overcloud.events(runtime, query["limit"])

    @views.get("/overcloud/credentials")
    @policy.require("overcloud:credentials")
    @views.output(schemas.Credentials)
    @views.doc(responses=[404])
    def show_credentials():
        """Files to log in to the overcloud with; they hold no password."""
        return overcloud.credentials(runtime)


def _new_nodes(runtime, given, token):
    if token:
        return imports.fetch(runtime, token)
    return [imports.node(one) for one in given or ()]


def _operation(runtime, operation_id):
    with runtime.db.reader() as session:
        return rendering.detail(store.get(session, operation_id))
