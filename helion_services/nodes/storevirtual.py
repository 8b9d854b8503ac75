"""StoreVirtual clusters, as the service for storage configuration knows them."""

import dataclasses

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors
from helion_services.base.messages import Message

SERVICE = "storage-configuration"
_SECONDS = 5  # a plan does not wait longer for it
_CONNECTED = "connected"


@dataclasses.dataclass(frozen=True)
class Cluster:
    """A cluster and the managers of its management group.

    :ivar systems: how many storage systems it has
    :ivar managers: how many managers its group runs, a Failover Manager included
    """

    name: str
    systems: int
    managers: int

    @property
    def quorum(self):
        """How many managers must run: more than half."""
        return self.managers // 2 + 1


def cluster_on(clouds, servers):
    """The :class:`Cluster` whose storage systems are these ``servers`` (their number).

    A :class:`~helion_services.base.messages.Message` with the reason if that is not known.
    """
    try:
        api = clouds.adapter("undercloud", SERVICE, connect_retries=0)
        answer = api.get("/storevirtual-clusters", params={"limit": 1000}, timeout=_SECONDS)
        rows = [row for row in answer.json()["clusters"] if row["module_count"] == servers]
    except keystoneauth.CatalogException:
        return Message("vsa-no-service", "The catalog has no service for storage.")
    except keystoneauth.ClientException as exc:
        return cloud_errors.message(exc)
    except (ValueError, KeyError, TypeError):
        return Message("vsa-service-unreadable", "The service for storage sent no list.")
    return _the_only(rows, servers)


def _the_only(rows, servers):
    if not rows:
        return Message(
            "vsa-no-cluster",
            "No StoreVirtual cluster with {servers} storage systems is registered in Storage.",
            servers=servers,
        )
    if len(rows) > 1:
        return Message(
            "vsa-clusters-alike",
            "Several registered clusters have {servers} storage systems: {clusters}.",
            servers=servers,
            clusters=sorted(row["name"] for row in rows),
        )
    (row,) = rows
    if row["state"] != _CONNECTED:
        return Message(
            "vsa-cluster-away", "The cluster {cluster} is not connected.", cluster=row["name"]
        )
    if not row.get("managers"):
        return Message(
            "vsa-managers-unknown",
            "The number of managers of {cluster} is not entered in Storage.",
            cluster=row["name"],
        )
    return Cluster(row["name"], row["module_count"], row["managers"])
