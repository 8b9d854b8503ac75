"""All that the Sirius service brings."""

import pathlib

from oslo_config import cfg

from helion_services.base.service import Resource, Service


class Sirius(Service):
    """HP storage for Cinder: arrays, CPGs and back ends."""

    name = "sirius"
    type = "storage-configuration"
    root = "/sirius/v1"
    resources = (Resource("storeserv", "Array", "horizon:admin:uc_storage:detail"),)
    migrations = pathlib.Path(__file__).parent / "migrations"
    options = (
        cfg.FloatOpt("refresh", default=60.0, min=1.0, help="Seconds between updates of arrays."),
        cfg.FloatOpt(
            "timeout", default=20.0, min=1.0, help="Seconds for an array to answer a request."
        ),
    )

    def policies(self):
        """Its policy rules."""
        from helion_services.sirius.api import policies

        return policies.RULES

    def import_models(self):
        """Arrays, CPGs and back ends."""
        from helion_services.sirius import models  # noqa: F401

    def blueprint(self, runtime):
        """Its REST resources."""
        from helion_services.sirius import api

        return api.blueprint(runtime)

    def background(self, runtime):
        """Reads the arrays."""
        from helion_services.sirius.refresh import Refresh

        return Refresh(runtime)
