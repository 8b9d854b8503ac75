"""All that the nodes service brings."""

import pathlib

from oslo_config import cfg

from helion_services.base.service import Resource, Service
from helion_services.nodes import clusters


class Nodes(Service):
    """Servers that are added, removed and replaced, by plans and operations."""

    name = "nodes"
    type = "node-lifecycle"
    root = "/nodes/v1"
    resources = (
        Resource("node", "Node", "horizon:admin:uc_nodes:detail"),
        Resource("stack", "Overcloud", "horizon:admin:uc_overcloud:index"),
    )
    migrations = pathlib.Path(__file__).parent / "migrations"
    options = (
        cfg.StrOpt(
            "roles_file",
            help="The mapping file of an overcloud template of your own; unset, the service's own.",
        ),
        cfg.StrOpt(
            "swift_rings",
            help="Directory with copies of the overcloud's Swift rings. With it the service checks"
            " whether a storage server still holds data; without it, it only warns.",
        ),
        cfg.StrOpt(
            "network_interface",
            help="Ironic network interface of enrolled nodes. Unset, Ironic's default.",
        ),
        cfg.ListOpt(
            "import_driver",
            default=[],
            help="Ironic driver for all imported servers, overriding the file, and the prefix of"
            " its driver_info keys, such as redfish,redfish_.",
        ),
        cfg.IntOpt(
            "stack_stall",
            default=300,
            min=0,
            help="Seconds without progress of a change of the stack, while Nova works on none of"
            " its servers, after which an update or a deletion is requested again. 0: never.",
        ),
        cfg.IntOpt("plan_lifetime", default=3600, min=60, help="Seconds for which a plan is kept."),
        *clusters.OPTIONS,
    )

    def policies(self):
        """Its policy rules."""
        from helion_services.nodes.api import policies

        return policies.RULES

    def kinds(self):
        """The kinds of its operations."""
        from helion_services.nodes.flows import kinds

        return kinds.kinds()

    def import_models(self):
        """Plans and imports."""
        from helion_services.nodes import models  # noqa: F401

    def sweep(self, runtime):
        """Delete plans and imports that have expired."""
        from helion_services.nodes import imports, plans

        plans.delete_expired(runtime)
        imports.delete_expired(runtime)

    def blueprint(self, runtime):
        """Its REST resources."""
        from helion_services.nodes import api

        return api.blueprint(runtime)
