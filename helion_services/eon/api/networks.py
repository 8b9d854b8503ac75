"""Network properties: their form, and whether they keep the rules."""

from helion_services.base import policy
from helion_services.eon import network, resources
from helion_services.eon.api.schemas import networks as networks_json


def add(views, runtime):
    """Add the views, over ``runtime``."""

    @views.get("/networks/form", strict_slashes=False)
    @policy.require("esx_network:template")
    @views.input(networks_json.ProfileQuery, location="query", arg_name="query")
    @views.output(networks_json.NetworkForm)
    def show_form(query):
        """What a form for network properties is made of."""
        return network.form(query["profile"])

    @views.post("/networks/check", strict_slashes=False)
    @policy.unchanging
    @policy.require("esx_network:check")
    @views.input(networks_json.NetworkCheck, arg_name="body")
    @views.output(networks_json.NetworkChecked)
    def check_network(body):
        """Check network properties; nothing is done."""
        return resources.check_network(runtime, body)
