"""Roles as files name them, and what becomes of rows that name none.

Names and rules: https://github.com/hphelion/documentation,
``commercial/GA1/1.1commercial.install-GA-CSV.dita``.
"""

import collections
import re

from helion_services.nodes.importer.values import Invalid, text

UNDERCLOUD = "undercloud"

HP_ROLES = {
    "Undercloud": UNDERCLOUD,
    "OvercloudControl": "control",
    "OvercloudSwiftStorage": "object-storage",
    "OvercloudCompute": "compute",
    "OvercloudVSAStorage": "block-storage",
    "OvercloudVSAAOStorage": "block-storage",
    "OvercloudSOSwiftProxy": "object-proxy",
    "OvercloudSOSwiftStorage": "object-storage",
}
"""HP's eight roles and ours."""

_OTHERS = {
    "controller": "control",
    "swift-storage": "object-storage",
    "object": "object-storage",
    "block": "block-storage",
    "esx-proxy": "esx-proxy",
}
"""Profiles of TripleO and of our own nodes, and the role that HP has not."""

ROLES = (
    {name.lower(): role for name, role in HP_ROLES.items()}
    | {role: role for role in HP_ROLES.values()}
    | _OTHERS
)
"""All names a file may use, in lower case."""

FILL_ORDER = (("control", 3), ("object-storage", 2))
"""Servers without a role become these, until there are so many of them. HP's rule goes on with
block storage and scale-out object storage, of which it wants none unless told to."""

REST = "compute"
"""What all others become."""

_DELETED = re.compile(r"\s*:\s*deleted\s*$", re.IGNORECASE)


def read(raw, roles):
    """``(role, deleted)`` of a row; the role is None when it names none."""
    given = text(raw).strip()
    name = _DELETED.sub("", given)
    deleted = name != given
    if not name:
        return None, deleted
    role = roles.get(name.lower())
    if role is None and not deleted:
        known = ", ".join(dict.fromkeys(roles.values()))
        raise Invalid(f"This role is not known. Use one of {known}, or HP's name for it.")
    return role, deleted


def fill(named, first_is_undercloud):
    """The roles of those in ``named`` that are None, in their order.

    :param first_is_undercloud: whether HP's first rule holds: when no row is the undercloud, the
        first without a role is
    """
    have = collections.Counter(named)
    filled = []
    for _ in range(have[None]):
        role = _next(have, first_is_undercloud)
        have[role] += 1
        filled.append(role)
    return filled


def _next(have, first_is_undercloud):
    if first_is_undercloud and not have[UNDERCLOUD]:
        return UNDERCLOUD
    return next((role for role, wanted in FILL_ORDER if have[role] < wanted), REST)
