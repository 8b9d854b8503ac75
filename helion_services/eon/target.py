"""The cluster that an operation is about, as its request has it."""

import dataclasses

from pyVmomi import vim

from helion_services.eon.vcenter import objects


@dataclasses.dataclass(frozen=True)
class Target:
    """A cluster.

    :ivar id: of its row
    :ivar manager: the id of its vCenter
    :ivar host: what its compute service is called in Nova
    """

    id: str
    manager: str
    moid: str
    name: str
    datacenter: str
    datacenter_moid: str
    host: str

    @classmethod
    def load(cls, request):
        """The target of an operation's stored request."""
        names = {field.name for field in dataclasses.fields(cls)} - {"id"}
        return cls(id=request["cluster"], **{name: request[name] for name in names})

    def dump(self):
        """Its part of an operation's stored request."""
        values = dataclasses.asdict(self)
        return {"cluster": values.pop("id"), **values}

    def datacenter_of(self, vc):
        """The managed object of its datacenter."""
        return objects.of(vc, vim.Datacenter, self.datacenter_moid)

    def cluster_of(self, vc):
        """Its own managed object."""
        return objects.of(vc, vim.ClusterComputeResource, self.moid)


def target_of(cluster):
    """The :class:`Target` for the row of a cluster."""
    return Target(
        cluster.id,
        cluster.manager_id,
        cluster.moid,
        cluster.name,
        cluster.datacenter,
        cluster.datacenter_moid,
        f"{cluster.moid}.{cluster.manager_id}",
    )
