"""Requests of the operations."""

import dataclasses

from helion_services.base.operations import Request


@dataclasses.dataclass(frozen=True)
class Apply(Request):
    """The back ends that Cinder is to have.

    :ivar pools: ``{section: name of its CPG}``
    :ivar backends: names of the back ends that these are; empty for all, so that sections of
        others are taken out
    """

    pools: dict
    backends: list = dataclasses.field(default_factory=list)
