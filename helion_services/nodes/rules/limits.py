"""What HP supported: beyond it nobody has tested, so these only warn.

Source: https://github.com/hphelion/documentation, ``commercial/GA1``:
``1.1commercial.install-GA-supportmatrix.dita`` (numbers of servers) and ``1.0commercial.faq.md``
(virtual machines on a server).
"""

import dataclasses

from helion_services.nodes.rules.check import passed, warned


@dataclasses.dataclass(frozen=True)
class Limit:
    """From ``fewest`` to ``most``; None where there is no such end."""

    what: str
    fewest: int | None
    most: int | None


SERVERS = Limit("servers", 8, 100)
VMS = Limit("virtual machines on a server", None, 40)
ROLES = {
    "control": Limit("controllers", 3, 3),
    "compute": Limit("compute servers", 1, 100),
    # Two come with the cloud; those beyond joined HP's clouds by scaling Swift out.
    "object-storage": Limit("object storage servers", 2, None),
}


def servers(count):
    """All servers of the cloud together, the undercloud's own included."""
    return _check("servers", SERVERS, count)


def role(name, count):
    """Servers of one role; roles HP set no limit for pass."""
    limit = ROLES.get(name, Limit(f"servers for {name}", None, None))
    return _check(name, limit, count)


def vms(count):
    """Virtual machines on the fullest server."""
    return _check("vms", VMS, count)


def _check(name, limit, count):
    what = (f"limits.{name}", f"Supported number of {limit.what}")
    would = f"Number of {limit.what} afterwards: {count}"
    if limit.fewest is not None and count < limit.fewest:
        return warned(*what, f"{would}. HP supported {limit.fewest} or more.")
    if limit.most is not None and count > limit.most:
        return warned(*what, f"{would}. HP supported at most {limit.most}.")
    return passed(*what, f"{would}, as HP supported.")
