"""What certificate an address presents."""

from helion_services.base import policy
from helion_services.eon.api.schemas import managers as managers_json
from helion_services.eon.managers import login


def add(views, runtime):
    """Add the views, over ``runtime``."""

    @views.post("/certificates", strict_slashes=False)
    @policy.require("vcenter:certificate")
    @views.input(managers_json.Address, arg_name="body")
    @views.output(managers_json.Certificate)
    def fetch_certificate(body):
        """Fetch the certificate of a vCenter that is to be registered, without trusting it."""
        return login.fetch_certificate(runtime.conf.eon, body["ip_address"], body["port"])
