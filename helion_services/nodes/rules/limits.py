"""What HP supported. Larger and smaller clouds are untested, so these rules only warn.

Source: https://github.com/hphelion/documentation, ``commercial/GA1``:
``1.1commercial.install-GA-supportmatrix.dita`` (numbers of servers) and ``1.0commercial.faq.md``
(virtual machines on a server).
"""

import dataclasses

from helion_services.base.messages import Message
from helion_services.nodes.rules.check import passed, warned


@dataclasses.dataclass(frozen=True)
class Limit:
    """From ``minimum`` to ``maximum``; None where there is no limit."""

    minimum: int | None
    maximum: int | None


SERVERS = Limit(8, 100)
VMS = Limit(None, 40)  # on a server
ROLES = {
    "control": Limit(3, 3),
    "compute": Limit(1, 100),
    # Two come with the cloud; more joined HP's clouds by scaling Swift out.
    "object-storage": Limit(2, None),
}


def servers(count):
    """All servers of the cloud together, the undercloud's own included."""
    title = Message("check-cloud-size", "Supported number of servers")
    number = Message("servers-afterwards", "Servers afterwards: {count}.", count=count)
    return _check("servers", title, number, SERVERS, count)


def role(name, count):
    """Servers of one role; roles HP set no limit for pass."""
    title = Message("check-role-size", "Supported number of servers ({role})", role=name)
    number = Message(
        "role-servers-afterwards",
        "Servers of role {role} afterwards: {count}.",
        role=name,
        count=count,
    )
    return _check(name, title, number, ROLES.get(name, Limit(None, None)), count)


def vms(count):
    """Virtual machines on the fullest server."""
    title = Message("check-vms-per-server", "Supported number of virtual machines on a server")
    number = Message("vms-per-server", "Virtual machines on a server: {count}.", count=count)
    return _check("vms", title, number, VMS, count)


def _check(name, title, number, limit, count):
    name = f"limits.{name}"
    if limit.minimum is not None and count < limit.minimum:
        below = Message(
            "below-hp-minimum",
            "{number} HP supported {minimum} or more.",
            number=number,
            minimum=limit.minimum,
        )
        return warned(name, title, below)
    if limit.maximum is not None and count > limit.maximum:
        above = Message(
            "above-hp-maximum",
            "{number} HP supported at most {maximum}.",
            number=number,
            maximum=limit.maximum,
        )
        return warned(name, title, above)
    return passed(
        name, title, Message("supported-by-hp", "{number} HP supported this.", number=number)
    )
