"""QoS specs of Cinder, and the volume types that they are associated with."""

import dataclasses

from helion_dashboard.api import errors
from helion_dashboard.api.cinder.client import SERVICE, cinder, volume_types

CONSUMERS = ("front-end", "back-end", "both")
"""Who enforces them: the hypervisor, the array, or both."""


@dataclasses.dataclass(frozen=True)
class QosSpec:
    """QoS specs.

    :ivar consumer: one of :data:`CONSUMERS`
    :ivar types: :class:`~.client.VolumeType` each that has them
    """

    id: str
    name: str
    consumer: str = "back-end"
    specs: dict = dataclasses.field(default_factory=dict)
    types: tuple = ()


def qos_specs(request):
    """All QoS specs, as a list of :class:`QosSpec` by name."""
    with errors.border(SERVICE):
        rows = cinder(request).qos_specs.list()
    types = volume_types(request)
    return sorted((_record(row, types) for row in rows), key=lambda record: record.name)


def names(request):
    """``{id: name}`` of all QoS specs."""
    with errors.border(SERVICE):
        return {row.id: row.name for row in cinder(request).qos_specs.list()}


def qos_spec(request, ident):
    """The :class:`QosSpec` with this id; :class:`~.errors.NotFound`."""
    with errors.border(SERVICE):
        row = cinder(request).qos_specs.get(ident)
    return _record(row, volume_types(request))


def create(request, name, consumer, specs, types):
    """New QoS specs for the volume types with the ids ``types``; returns their id.

    They are not left behind if a type refuses them.
    """
    with errors.border(SERVICE):
        manager = cinder(request).qos_specs
        row = manager.create(name, {**specs, "consumer": consumer})
        try:
            for ident in types:
                manager.associate(row, ident)
        except Exception:
            manager.delete(row, force=True)
            raise
        return row.id


def update(request, record, consumer, specs, types):
    """Make these the consumer, the specs and the volume types of a :class:`QosSpec`."""
    with errors.border(SERVICE):
        manager = cinder(request).qos_specs
        before = {each.id for each in record.types}
        for ident in sorted(before - set(types)):
            manager.disassociate(record.id, ident)
        changes = {key: value for key, value in specs.items() if record.specs.get(key) != value}
        if consumer != record.consumer:
            changes["consumer"] = consumer
        if changes:
            manager.set_keys(record.id, changes)
        obsolete = sorted(set(record.specs) - set(specs))
        if obsolete:
            manager.unset_keys(record.id, obsolete)
        for ident in types:
            if ident not in before:
                manager.associate(record.id, ident)


def delete(request, ident):
    """Delete QoS specs; Cinder refuses those that a volume type has."""
    with errors.border(SERVICE):
        cinder(request).qos_specs.delete(ident)


def _record(row, types):
    specs = dict(row.specs or {})
    mine = tuple(each for each in types if each.qos == row.id)
    return QosSpec(row.id, row.name, row.consumer or "back-end", specs, mine)
