"""Resources: imported clusters."""

from flask import jsonify

from helion_services.base import context, policy
from helion_services.base.messages import Message
from helion_services.eon import activation_template, hypervisors, problems, rendering, resources
from helion_services.eon.api import wire
from helion_services.eon.api.schemas import common as common_json
from helion_services.eon.api.schemas import networks as networks_json
from helion_services.eon.api.schemas import resources as resources_json

_FILTERS = ("type", "state", "name", "ip_address", "list_supported_types")
_NOT_FOR_CLUSTERS = "Update option is not applicable for resource type esxcluster"


def add(views, runtime):
    """Add the views, over ``runtime``."""
    _add_reading(views, runtime)
    _add_changing(views, runtime)
    _add_actions(views, runtime)


def _add_reading(views, runtime):
    @views.get("/resources", strict_slashes=False)
    @policy.require("esx_cluster:list")
    @views.input(resources_json.ResourceQuery, location="query", arg_name="query")
    @views.output(resources_json.Resource(many=True))
    def list_resources(query):
        """List the imported clusters, or the types that are supported."""
        wire.check_query(*_FILTERS)
        if "list_supported_types" in query:
            return jsonify(list(resources.OFFERED))
        rows = resources.select(query)
        if rows is None:
            return []
        with runtime.db.reader() as session:
            return rendering.resources(session, session.scalars(rows).all())

    @views.get("/resources/<resource_id>", strict_slashes=False)
    @policy.require("esx_cluster:get")
    @views.output(resources_json.Resource)
    def show_resource(resource_id):
        """Show an imported cluster."""
        with runtime.db.reader() as session:
            return rendering.resource(session, resources.get(session, resource_id))

    @views.get("/resources/<resource_id>/hypervisor", strict_slashes=False)
    @policy.require("esx_cluster:hypervisor")
    @views.output(resources_json.HypervisorAnswer)
    def show_hypervisor(resource_id):
        """Show what Nova has of a cluster."""
        with runtime.db.reader() as session:
            row = resources.get(session, resource_id)
        return hypervisors.show(runtime, row)


def _add_changing(views, runtime):
    @views.post("/resources", strict_slashes=False)
    @policy.require("esx_cluster:create")
    @views.input(resources_json.ResourceCreate, arg_name="body")
    @views.output(resources_json.Resource)
    def create_resource(body):
        """Is refused: clusters come from vCenters, and nothing else is offered."""
        if not body.get("type"):
            raise problems.required(("type",), body)
        raise problems.not_offered(body["type"])

    @views.put("/resources/<resource_id>", strict_slashes=False)
    @policy.require("esx_cluster:hosts")
    @views.input(resources_json.ResourceUpdate, arg_name="body")
    @views.output(resources_json.Resource)
    def change_resource(resource_id, body):
        """Add hosts to an activated cluster, or remove them."""
        action = body.get("action")
        if action not in resources.ACTIONS:
            with runtime.db.reader() as session:
                resources.get(session, resource_id)
            message = Message(
                "value-not-offered", "Must be one of: {values}.", values=list(resources.ACTIONS)
            )
            raise problems.InvalidFields(
                {"action": message},
                hpe=_NOT_FOR_CLUSTERS if action is None else "Invalid action passed",
            )
        resources.change_hosts(runtime, resource_id, action, body.get("hosts"), context.current())
        return _brief(runtime, resource_id)

    @views.delete("/resources/<resource_id>", strict_slashes=False)
    @policy.require("esx_cluster:unimport")
    @views.output(resources_json.Resource)
    def delete_resource(resource_id):
        """Is refused, as it was: clusters are un-imported from their vCenter."""
        with runtime.db.reader() as session:
            resources.get(session, resource_id)
        raise problems.no_deletion()


def _add_actions(views, runtime):
    @views.post("/resources/<kind>/get_template", strict_slashes=False)
    @policy.unchanging
    @policy.require("esx_network:template")
    @views.input(networks_json.TemplateInput, arg_name="body")
    @views.input(networks_json.ProfileQuery, location="query", arg_name="query")
    @views.output(networks_json.Template)
    def get_template(kind, body, query):
        """Make the template of an activation: a sample, or from the switches in the body."""
        return activation_template.make(runtime, kind, body, query["profile"])

    @views.post("/resources/<resource_id>/provision", strict_slashes=False)
    @policy.require("esx_cluster:provision")
    @views.input(common_json.Lenient, arg_name="body")
    @views.output(resources_json.Resource)
    def provision(resource_id, body):
        """Is refused: bare-metal resources are not offered."""
        with runtime.db.reader() as session:
            resources.get(session, resource_id)
        raise problems.not_offered("baremetal")

    @views.post("/resources/<resource_id>/activate", strict_slashes=False)
    @policy.require("esx_cluster:activate")
    @views.input(resources_json.Activation, arg_name="body")
    @views.output(resources_json.Resource)
    def activate(resource_id, body):
        """Begin to activate a cluster."""
        resources.activate(runtime, resource_id, body, context.current())
        return _brief(runtime, resource_id)

    @views.delete("/resources/<resource_id>/deactivate", strict_slashes=False)
    @policy.require("esx_cluster:deactivate")
    @views.input(resources_json.Deactivation, arg_name="body")
    @views.output(resources_json.Resource)
    def deactivate(resource_id, body):
        """Begin to deactivate a cluster."""
        resources.deactivate(runtime, resource_id, body["forced"], context.current())
        return _brief(runtime, resource_id)


def _brief(runtime, resource_id):
    with runtime.db.reader() as session:
        return rendering.brief(resources.get(session, resource_id))
