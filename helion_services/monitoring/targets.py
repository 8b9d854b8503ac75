"""What is to be watched, and how it looks in Icinga.

Hosts carry marks in ``vars``: whose they are, of which kind, and what they stand for. The
reconciler goes by these marks alone, and changes nothing without them.
"""

import dataclasses

BMC, SERVER, CLOUD, VCENTER, ARRAY, CONTROLLERS = KINDS = (
    *("bmc", "server", "cloud", "vcenter", "array"),
    "controllers",
)
OWNER = "helion"  # the mark whose value is the namespace
_PREFIX = "helion_"
FIELDS = ("kind", "ident", "role", "rack", "node")
LABEL = "display_name"


@dataclasses.dataclass(frozen=True)
class Finding:
    """What one of our own checks found: ``status`` is 0 to 3, of a host 0 or 1."""

    status: int
    output: str


@dataclasses.dataclass(frozen=True)
class Target:
    """A host that is to be watched.

    :ivar kind: one of :data:`KINDS`
    :ivar ident: unique among its kind, and the same for as long as the thing exists
    :ivar label: what people call it
    :ivar node: UUID of the bare-metal node that it is, or that it runs on
    :ivar parent: the target's name without which this one cannot be reached
    :ivar resources: what operations call it, such as ``node:<uuid>``
    :ivar finding: about the host itself
    :ivar checks: :class:`Finding` by name, of its services that we check
    """

    kind: str
    ident: str
    label: str
    address: str = ""
    role: str = ""
    rack: str = ""
    node: str = ""
    parent: str = ""
    resources: tuple[str, ...] = ()
    finding: Finding = Finding(0, "")
    checks: dict[str, Finding] = dataclasses.field(default_factory=dict)

    def name(self, namespace):
        """The name of the host in Icinga."""
        return host_name(namespace, self.kind, self.ident)

    def marks(self, namespace):
        """The host's ``vars``."""
        values = {f"{_PREFIX}{name}": getattr(self, name) for name in FIELDS}
        return {OWNER: namespace, **values}

    def groups(self, namespace):
        """``{name: display name}`` of its host groups."""
        pairs = (("role", self.role), ("rack", self.rack))
        return {f"{namespace}-{kind}-{value}": value for kind, value in pairs if value}

    def attributes(self, namespace):
        """The attributes of a new host."""
        return {
            LABEL: self.label,
            "address": self.address,
            "check_command": "dummy",
            "enable_active_checks": False,
            "max_check_attempts": 1,
            "groups": sorted(self.groups(namespace)),
            "vars": self.marks(namespace),
        }


def host_name(namespace, kind, ident):
    """The name in Icinga of a host of ours."""
    return f"{namespace}-{kind}-{ident}"


def service_attributes(namespace, origin):
    """The attributes of a new service.

    Its result expires: Icinga's own command ``passive`` then makes it unknown.

    :param origin: ``checked`` by us, or ``reported`` by its server
    """
    return {
        "check_command": "passive",
        "check_interval": 3600,
        "max_check_attempts": 1,
        "vars": {OWNER: namespace, "helion_origin": origin},
    }


def mark(attrs, name):
    """A mark of a host that Icinga has; empty if it has none."""
    return str((attrs.get("vars") or {}).get(f"{_PREFIX}{name}") or "")
