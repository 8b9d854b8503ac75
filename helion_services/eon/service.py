"""All that the eon service brings."""

import pathlib

from oslo_config import cfg

from helion_services.base.service import Resource, Service
from helion_services.base.tls import peers
from helion_services.eon import options


class Eon(Service):
    """ESX clusters of vCenters as compute hosts of the overcloud, on EON's version 2."""

    name = "eon"
    type = "esx_onboarder"
    root = "/v2"
    metal = False
    resources = (Resource("esx-cluster", "ESX cluster", "horizon:admin:uc_esx:resource"),)
    migrations = pathlib.Path(__file__).parent / "migrations"
    options = (
        cfg.IntOpt("max_vcenters", default=3, min=1, help="Maximum number of registered vCenters."),
        cfg.BoolOpt(
            "auto_import",
            default=True,
            help="Whether clusters are imported automatically, for vCenters that are registered"
            " without that setting.",
        ),
        cfg.FloatOpt(
            "refresh",
            default=60.0,
            min=1.0,
            help="Seconds between updates of the usage of all clusters; other changes are"
            " noticed immediately.",
        ),
        cfg.FloatOpt(
            "retry",
            default=10.0,
            min=0.1,
            help="Seconds before an unreachable vCenter is tried again.",
        ),
        cfg.FloatOpt(
            "timeout", default=20.0, min=1.0, help="Seconds for a vCenter to answer a request."
        ),
        cfg.StrOpt(
            "ca_file",
            help="File with the certificates, in PEM, to trust for vCenters that are registered"
            " without certificates of their own. Unset, those of the system.",
        ),
        peers.OPTION,
        cfg.ListOpt(
            "supported_versions",
            default=["6.5", "6.7", "7.0", "8.0", "9.0"],
            help="Supported versions of vCenter, optionally with a minimum build, such as"
            " 6.5:4602587. Older versions, and older builds of these versions, are refused.",
        ),
        cfg.StrOpt(
            "notification_url",
            secret=True,
            help="oslo.messaging transport URL for notifications about clusters; needs"
            " oslo.messaging. Unset, notifications go to the log only.",
        ),
        cfg.ListOpt(
            "notification_topics", default=["notifications"], help="Topics of the notifications."
        ),
        *options.OPTS,
    )

    def policies(self):
        """Its policy rules."""
        from helion_services.eon.api import policies

        return policies.RULES

    def kinds(self):
        """The kinds of its operations."""
        from helion_services.eon.flows import kinds

        return kinds.kinds()

    def import_models(self):
        """vCenters, clusters, and what belongs to them."""
        from helion_services.eon import models  # noqa: F401

    def blueprint(self, runtime):
        """Its REST resources."""
        from helion_services.eon import api

        return api.blueprint(runtime)

    def background(self, runtime):
        """Watches the vCenters."""
        from helion_services.eon.watch import Watch

        return Watch(runtime)

    def owns(self, path):
        """Whether a path is one of EON's, whose clients want HPE's form of errors."""
        from helion_services.eon.api import wire

        return wire.owns(path)

    def refuse(self, problem, environ):
        """The answer to a request that cannot be done, in HPE's form for HPE's client."""
        from helion_services.eon.api import wire

        return wire.refuse(problem, environ)

    def document(self, spec):
        """Describe both forms."""
        from helion_services.eon.api import document

        document.complete(spec)
