"""Network properties: the networks of a cluster in vCenter, in HP's JSON format.

Functions without side effects: a sample, a template computed from a few answers, the rules, and the
form that people fill in.
"""

from helion_services.eon.network import limits
from helion_services.eon.network.document import Network, read
from helion_services.eon.network.form import form
from helion_services.eon.network.plan import plan
from helion_services.eon.network.rule import DVS, OVSVAPP, PROFILES, Fault
from helion_services.eon.network.rules import RULES
from helion_services.eon.network.samples import sample
from helion_services.eon.network.template import InputModel, NotComputable, Tenant, compute

__all__ = (
    "DVS",
    "OVSVAPP",
    "PROFILES",
    "Fault",
    "InputModel",
    "Network",
    "NotComputable",
    "Tenant",
    "check",
    "compute",
    "form",
    "plan",
    "read",
    "sample",
)


def check(network, profile=None):
    """The :class:`Fault` objects of a :class:`Network`.

    The rules are not applied to what was read in part because it is too large. ``profile``
    overrides the network's own.
    """
    faults = list(network.faults)
    if not any(map(limits.is_exceeded, faults)):
        faults += _broken(network, profile or network.profile)
    return faults


def _broken(network, profile):
    """Yield the faults of each rule of a profile."""
    for rule in RULES:
        if profile in rule.profiles:
            yield from rule.faults(network)
