"""The requests of operations, a class for each kind: written at the begin, read by the steps."""

import dataclasses
import functools

from helion_services.eon import network
from helion_services.eon.target import Target


@dataclasses.dataclass(frozen=True)
class ClusterRequest:
    """What the requests of all kinds have.

    :ivar target: the cluster
    :ivar state: its state when the operation began, None if an operation is retried
    :ivar network_properties: JSON, or None if the cluster has none
    """

    target: Target
    state: str | None
    network_properties: dict | None

    @classmethod
    def load(cls, stored):
        """The request that a stored dict holds; members that nothing reads are left out."""
        further = {
            field.name: stored[field.name]
            for field in dataclasses.fields(cls)
            if field.name in _further(cls) and field.name in stored
        }
        return cls(Target.load(stored), stored.get("from"), stored.get("network"), **further)

    def dump(self):
        """The dict to store."""
        return {
            **self.target.dump(),
            "from": self.state,
            "network": self.network_properties,
            **{name: getattr(self, name) for name in _further(type(self))},
        }

    def again(self):
        """The request of a retry: the state of the cluster by then is not known yet."""
        return dataclasses.replace(self, state=None)

    @functools.cached_property
    def network(self):
        """The :class:`~helion_services.eon.network.Network`; None without properties."""
        return network.read(self.network_properties) if self.network_properties else None


@dataclasses.dataclass(frozen=True)
class Activate(ClusterRequest):
    """Activate a cluster. ``profile`` is that of the network properties, or overrides it."""

    profile: str | None = None


@dataclasses.dataclass(frozen=True)
class Deactivate(ClusterRequest):
    """Deactivate a cluster; ``forced`` in any state, and with virtual machines on it."""

    forced: bool = False


@dataclasses.dataclass(frozen=True)
class AddHosts(ClusterRequest):
    """Attach ``hosts``, moids, to the switches; None: all that are not attached."""

    hosts: list[str] | None = None


@dataclasses.dataclass(frozen=True)
class RemoveHosts(ClusterRequest):
    """Detach ``hosts``, moids, from the switches; None: all in maintenance."""

    hosts: list[str] | None = None


@dataclasses.dataclass(frozen=True)
class RestoreProxy(ClusterRequest):
    """Deploy the compute proxy again."""


def _further(kind):
    """Names of the fields that only this kind of request has."""
    shared = {field.name for field in dataclasses.fields(ClusterRequest)}
    return [field.name for field in dataclasses.fields(kind) if field.name not in shared]
