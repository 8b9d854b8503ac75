"""Network properties: the networks of a cluster in vCenter, in HP's JSON format.

Functions without side effects: a sample, a template computed from a few answers, the rules, and the
form that people fill in.
"""

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
    """Each :class:`Fault` of a :class:`Network`. ``profile`` overrides its own."""
    faults = [*network.faults]
    profile = profile or network.profile
    for rule in RULES:
        if profile in rule.profiles:
            faults.extend(rule.faults(network))
    return faults
