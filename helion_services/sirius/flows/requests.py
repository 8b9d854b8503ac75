"""Requests of the operations."""

import dataclasses

from helion_services.base.operations import Request


@dataclasses.dataclass(frozen=True)
class Apply(Request):
    """The back ends that Cinder is to have.

    :ivar pools: ``{section: name of its CPG}``
    """

    pools: dict
