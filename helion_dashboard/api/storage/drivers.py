"""Cinder's drivers with the tables of their options, as the Sirius service has them."""

import dataclasses
import typing

from helion_dashboard.api.records import record, records
from helion_dashboard.api.storage.client import WIRE


@dataclasses.dataclass(frozen=True)
class Option:
    """An option of a driver in ``cinder.conf``.

    :ivar type: ``string``, ``integer``, ``port``, ``boolean``, ``list`` or ``dict``
    :ivar help: in Cinder's own words
    :ivar editable: whether a back end may have it
    """

    name: str
    type: str = "string"
    default: typing.Any = None
    help: str = ""
    choices: tuple = ()
    min: int | None = None
    max: int | None = None
    editable: bool = False


@dataclasses.dataclass(frozen=True)
class ExtraSpec:
    """A key of volume types that a driver reads; ``allowed`` is false if it refuses it."""

    key: str
    help: str = ""
    choices: tuple = ()
    default: str = ""
    allowed: bool = True


@dataclasses.dataclass(frozen=True)
class Driver:
    """A driver of Cinder.

    :ivar kind: of the members of back ends that it is for; empty: not offered yet
    """

    name: str
    title: str = ""
    kind: str = ""
    protocol: str = ""
    options: tuple = ()
    extra_specs: tuple = ()

    def has(self, name):
        """Whether a back end of this driver may have an option."""
        return any(option.name == name for option in self.options if option.editable)


def drivers(request):
    """All drivers, as a list of :class:`Driver`."""
    return [_driver(body) for body in WIRE.get(request, "/drivers")["drivers"]]


def _driver(body):
    return record(
        Driver,
        body,
        options=records(Option, body.get("options")),
        extra_specs=records(ExtraSpec, body.get("extra_specs")),
    )
