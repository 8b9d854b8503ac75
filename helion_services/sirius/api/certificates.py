"""What certificate an address presents."""

from helion_services.base import policy
from helion_services.sirius import devices
from helion_services.sirius.api import schemas


def add(views, runtime):
    """Add the views, over ``runtime``."""

    @views.post("/certificates")
    @policy.require("storage:certificate")
    @views.input(schemas.Address, arg_name="body")
    @views.output(schemas.DeviceCertificate)
    def fetch_storage_certificate(body):
        """Fetch the certificate of an array or a cluster, without trusting it."""
        return body | devices.presented(runtime, body["hostname"], body["port"])
