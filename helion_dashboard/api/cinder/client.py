"""Cinder, called with the project's token.

Source of the wire: https://docs.openstack.org/api-ref/block-storage/v3/
"""

import dataclasses

from cinderclient import client

from helion_dashboard import config
from helion_dashboard.api import errors, scopes

SERVICE = "block-storage"


@dataclasses.dataclass(frozen=True)
class VolumeType:
    """A volume type.

    :ivar qos: id of the QoS spec, or ``None``
    """

    id: str
    name: str
    description: str = ""
    is_public: bool = True
    extra_specs: dict = dataclasses.field(default_factory=dict)
    qos: str | None = None

    @property
    def backend(self):
        """The back end that it names, or an empty text."""
        return self.extra_specs.get("volume_backend_name", "")


@dataclasses.dataclass(frozen=True)
class Pool:
    """A pool of the scheduler; capacities in GiB, ``None`` for unknown or infinite ones.

    :ivar provisioned: what volumes may grow to
    :ivar ratio: how many times the total that may be; ``None`` if Cinder computes it
    :ivar allocated: the size of Cinder's volumes on it
    :ivar volumes: how many volumes its driver counts there; ``None`` if it counts none
    """

    name: str
    backend: str
    total: float | None = None
    free: float | None = None
    provisioned: float | None = None
    ratio: float | None = None
    allocated: float | None = None
    volumes: int | None = None

    @property
    def section(self):
        """The section of ``cinder.conf`` that it belongs to: its name is ``host@section#pool``."""
        return _section(self.name)

    @property
    def limit(self):
        """What may be provisioned, in GiB, or ``None``."""
        return self.total * self.ratio if self.total and self.ratio else None

    @property
    def is_over_subscribed(self):
        """Whether more is provisioned than may be: Cinder creates no further volume there."""
        return None not in (self.limit, self.provisioned) and self.provisioned > self.limit


@dataclasses.dataclass(frozen=True)
class VolumeService:
    """The volume service of a section of ``cinder.conf``.

    :ivar reason: why somebody disabled it, or empty
    """

    section: str
    up: bool
    enabled: bool = True
    reason: str = ""


def cinder(request):
    """A cinderclient for the region of the user's session."""
    return client.Client(
        "3.71",
        session=scopes.project_session(request),
        region_name=request.user.services_region,
        interface=config.interface(),
    )


def volume_types(request):
    """All volume types, as a list of :class:`VolumeType` by name."""
    with errors.border(SERVICE):
        rows = cinder(request).volume_types.list(is_public=None)
    return sorted(map(_volume_type, rows), key=lambda row: row.name)


def volume_type(request, ident):
    """The :class:`VolumeType` with this id; :class:`~.errors.NotFound`."""
    with errors.border(SERVICE):
        return _volume_type(cinder(request).volume_types.get(ident))


def create_volume_type(request, name, description, is_public, extra_specs):
    """A new volume type; returns its id. Without its extra specs it is not left behind."""
    with errors.border(SERVICE):
        types = cinder(request).volume_types
        row = types.create(name, description, is_public)
        try:
            if extra_specs:
                row.set_keys(extra_specs)
        except Exception:
            types.delete(row)
            raise
        return row.id


def update_volume_type(request, ident, name, description, is_public, extra_specs):
    """Change a volume type; extra specs that are not among these are removed."""
    with errors.border(SERVICE):
        types = cinder(request).volume_types
        row = types.get(ident)
        types.update(row, name=name, description=description, is_public=is_public)
        obsolete = sorted(set(row.extra_specs) - set(extra_specs))
        if extra_specs:
            row.set_keys(extra_specs)
        if obsolete:
            row.unset_keys(obsolete)


def delete_volume_type(request, ident):
    """Delete a volume type; Cinder refuses one that volumes have."""
    with errors.border(SERVICE):
        cinder(request).volume_types.delete(ident)


def pools(request):
    """What Cinder's scheduler knows, as a list of :class:`Pool`."""
    with errors.border(SERVICE):
        rows = cinder(request).pools.list(detailed=True)
    return [
        Pool(
            row.name,
            getattr(row, "volume_backend_name", None) or "",
            _gib(getattr(row, "total_capacity_gb", None)),
            _gib(getattr(row, "free_capacity_gb", None)),
            _gib(getattr(row, "provisioned_capacity_gb", None)),
            _ratio(getattr(row, "max_over_subscription_ratio", None)),
            _gib(getattr(row, "allocated_capacity_gb", None)),
            getattr(row, "total_volumes", None),
        )
        for row in rows
    ]


def volume_services(request):
    """The volume services of all back ends, as a list of :class:`VolumeService`."""
    with errors.border(SERVICE):
        rows = cinder(request).services.list(binary="cinder-volume")
    return [
        VolumeService(
            _section(row.host),
            row.state == "up",
            row.status == "enabled",
            getattr(row, "disabled_reason", None) or "",
        )
        for row in rows
    ]


def _section(host):
    return host.partition("@")[2].partition("#")[0]


def _volume_type(row):
    return VolumeType(
        row.id,
        row.name,
        row.description or "",
        row.is_public,
        dict(row.extra_specs or {}),
        getattr(row, "qos_specs_id", None),
    )


def _ratio(value):
    """A number, also from text; ``None`` for ``auto``."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _gib(value):
    return float(value) if isinstance(value, int | float) else None
