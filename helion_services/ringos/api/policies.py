"""The policy rules of the Ringos service."""

from helion_services.base.policy import METAL_ADMIN, METAL_READER, rule

_ROOT = "/ringos/v1"

RULES = (
    rule(
        "ring:list",
        METAL_READER,
        "See Swift's rings, their devices and the storage servers.",
        ("GET", f"{_ROOT}/rings"),
        ("GET", f"{_ROOT}/rings/{{name}}"),
        ("GET", f"{_ROOT}/devices"),
        ("GET", f"{_ROOT}/servers"),
    ),
    rule(
        "ring:change",
        METAL_ADMIN,
        "Drain devices of Swift's rings, and add devices.",
        ("POST", f"{_ROOT}/changes/plan"),
        ("POST", f"{_ROOT}/changes"),
    ),
)
