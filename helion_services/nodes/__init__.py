"""The nodes service: servers that come, move and leave.

It owns nothing but plans and operations: Ironic, Heat and Nova are the truth.
"""

from oslo_config import cfg

GROUP = "nodes"
ROOT = "/nodes/v1"

OPTS = (
    cfg.StrOpt(
        "roles_file",
        help="The mapping file of an overcloud template of your own; unset, the service's own.",
    ),
    cfg.StrOpt(
        "swift_rings",
        help="Directory with copies of the overcloud's Swift rings. With it the service knows"
        " whether a storage server still holds data; without, it can only warn.",
    ),
    cfg.StrOpt(
        "network_interface",
        help="Network interface of Ironic for nodes that are enrolled; unset, Ironic's default.",
    ),
    cfg.ListOpt(
        "import_driver",
        default=[],
        help="An Ironic driver for all servers of imported files, whatever they say, and what the"
        " keys of its driver_info begin with, such as redfish,redfish_.",
    ),
    cfg.IntOpt("plan_lifetime", default=3600, min=60, help="Seconds for which a plan is kept."),
)


def policies():
    """Its policy rules."""
    from helion_services.nodes.api import policies

    return policies.RULES


def kinds():
    """The kinds of its operations."""
    from helion_services.nodes.flows import kinds

    return kinds.kinds()


def blueprint(runtime):
    """Its REST resources."""
    from helion_services.nodes import api

    return api.blueprint(runtime)
