"""Roles as files name them, and the roles of rows that name none.

Names and rules: https://github.com/hphelion/documentation,
``commercial/GA1/1.1commercial.install-GA-CSV.dita``.
"""

import collections
import re

from helion_services.base.messages import Message
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
block storage and scale-out object storage, which it fills only on request."""

REST = "compute"
"""The role of all others."""

_DELETED = re.compile(r"\s*:\s*deleted\s*$", re.IGNORECASE)


def read(raw, roles, is_profile=False):
    """``(role, deleted)`` of a row; the role is None when it names none.

    :param is_profile: whether it is the profile in capabilities, as TripleO has it
    """
    value = text(raw).strip()
    name = _DELETED.sub("", value)
    deleted = name != value
    if not name:
        return None, deleted
    role = roles.get(name.lower())
    if role is None and not deleted:
        if is_profile:
            message = Message(
                "value-profile-unknown",
                "The profile is not a role of this cloud. Write the server's role in a field"
                " “role”, as one of {roles}.",
                roles=", ".join(dict.fromkeys(roles.values())),
            )
            raise Invalid(message)
        message = Message(
            "value-role-unknown",
            "This role is unknown. Use one of {roles}, or HP's name for it.",
            roles=", ".join(dict.fromkeys(roles.values())),
        )
        raise Invalid(message)
    return role, deleted


def fill(row_roles, first_is_undercloud):
    """The roles of those in ``row_roles`` that are None, in their order.

    :param first_is_undercloud: whether HP's first rule holds: when no row is the undercloud, the
        first without a role is
    """
    have = collections.Counter(row_roles)
    filled = []
    for _ in range(have[None]):
        role = _next(have, first_is_undercloud)
        have[role] += 1
        filled.append(role)
    return filled


def _next(have, first_is_undercloud):
    if first_is_undercloud and not have[UNDERCLOUD]:
        return UNDERCLOUD
    return next((role for role, count in FILL_ORDER if have[role] < count), REST)
