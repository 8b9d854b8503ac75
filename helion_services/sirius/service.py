"""All that the Sirius service brings."""

import pathlib

from oslo_config import cfg

from helion_services.base.service import Resource, Service
from helion_services.base.tls import peers


class Sirius(Service):
    """HP storage for Cinder: arrays, CPGs, StoreVirtual clusters and back ends."""

    name = "sirius"
    type = "storage-configuration"
    root = "/sirius/v1"
    metal = False
    resources = (
        Resource("storeserv", "Array", "horizon:admin:uc_storage:detail"),
        Resource("storevirtual", "StoreVirtual cluster", "horizon:admin:uc_storage:storevirtual"),
        Resource("cinder", "Cinder", "horizon:admin:uc_storage:configuration"),
    )
    migrations = pathlib.Path(__file__).parent / "migrations"
    options = (
        cfg.FloatOpt("refresh", default=60.0, min=1.0, help="Seconds between updates of devices."),
        cfg.FloatOpt(
            "timeout",
            default=20.0,
            min=1.0,
            help="Seconds for a device to answer a request.",
        ),
        peers.OPTION,
        cfg.StrOpt(
            "configuration_file",
            help="The file in which the overcloud's Cinder finds its back ends, written when they"
            " are applied. Unset, the configuration can only be downloaded.",
        ),
        cfg.StrOpt(
            "stack",
            help="The overcloud's stack, if its Cinder is deployed by Heat: the configuration goes"
            " to a parameter of it instead of the file.",
        ),
        cfg.StrOpt(
            "stack_parameter",
            default="CinderBackends",
            help="The hidden parameter of that stack, a string, that gets the text of cinder.conf.",
        ),
        cfg.ListOpt(
            "reload_command",
            default=[],
            help="The command, with its arguments, that makes Cinder read the file. Unset, Cinder"
            " looks itself.",
        ),
        cfg.StrOpt(
            "cinder_log",
            help="The log file of Cinder's volume service, if the conductor can read it: what"
            " Cinder wrote there is the reason when a back end that was applied does not start.",
        ),
        cfg.IntOpt(
            "apply_timeout",
            default=600,
            min=1,
            help="Seconds for Cinder's scheduler to see the pools that were applied, and before"
            " that for the stack.",
        ),
    )

    def policies(self):
        """Its policy rules."""
        from helion_services.sirius.api import policies

        return policies.RULES

    def kinds(self):
        """The kinds of its operations."""
        from helion_services.sirius.flows import apply

        return apply.kinds()

    def import_models(self):
        """Arrays, CPGs, clusters and back ends."""
        from helion_services.sirius import models  # noqa: F401

    def blueprint(self, runtime):
        """Its REST resources."""
        from helion_services.sirius import api

        return api.blueprint(runtime)

    def background(self, runtime):
        """Reads the arrays and clusters."""
        from helion_services.sirius.refresh import Refresh

        return Refresh(runtime)
