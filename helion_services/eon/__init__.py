"""The eon service: ESX clusters of vCenters as compute hosts of the overcloud.

It speaks the version 2 of EON, so that HPE's own client works with it.
"""

from oslo_config import cfg

from helion_services.eon import options

GROUP = "eon"
ROOT = "/v2"

OPTS = (
    cfg.IntOpt("max_vcenters", default=3, min=1, help="How many vCenters may be registered."),
    cfg.BoolOpt(
        "auto_import",
        default=True,
        help="Whether the clusters of a vCenter are imported as soon as they are seen, for vCenters"
        " that are registered without saying so.",
    ),
    cfg.FloatOpt(
        "refresh",
        default=60.0,
        min=1.0,
        help="Seconds between two looks at the usage of all clusters; what else changes in a"
        " vCenter is noticed at once.",
    ),
    cfg.FloatOpt(
        "retry",
        default=10.0,
        min=0.1,
        help="Seconds after which a vCenter that cannot be reached is tried again.",
    ),
    cfg.FloatOpt(
        "timeout", default=20.0, min=1.0, help="Seconds for a vCenter to answer a request."
    ),
    cfg.ListOpt(
        "supported_versions",
        default=["6.5", "6.7", "7.0", "8.0", "9.0"],
        help="Versions of vCenter that are known to work, each perhaps with a build, such as"
        " 6.5:4602587. What is older than the first is refused, as is an older build of the same"
        " version.",
    ),
    cfg.StrOpt(
        "notification_url",
        secret=True,
        help="Where messages about clusters are sent, a transport URL of oslo.messaging, which has"
        " to be installed for it. Unset, they go to the log alone.",
    ),
    cfg.ListOpt("notification_topics", default=["notifications"], help="Topics of these messages."),
    *options.OPTS,
)


def policies():
    """Its policy rules."""
    from helion_services.eon.api import policies

    return policies.RULES


def kinds():
    """The kinds of its operations."""
    from helion_services.eon.flows import kinds

    return kinds.kinds()


def blueprint(runtime):
    """Its REST resources."""
    from helion_services.eon import api

    return api.blueprint(runtime)


def background(runtime):
    """Watches the vCenters."""
    from helion_services.eon.watch import Watch

    return Watch(runtime)


def owns(path):
    """Whether a path is one of its own."""
    from helion_services.eon.api import wire

    return wire.owns(path)


def refuse(problem, environ):
    """The answer to what cannot be done, as HPE's client wants it."""
    from helion_services.eon.api import wire

    return wire.refuse(problem, environ)


def document(spec):
    """Describe that."""
    from helion_services.eon.api import document

    document.complete(spec)
