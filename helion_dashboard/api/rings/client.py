"""The Ringos service, called as :mod:`~helion_dashboard.api.wire` does."""

from helion_dashboard.api import scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.operations import client as operations
from helion_dashboard.api.rings import records
from helion_dashboard.api.wire import Wire

SERVICE = "ring-management"

WIRE = operations.register(Wire(SERVICE, scope="metal"))

_MOST = 5000


def cluster(request):
    """The :class:`~.records.Cluster`: the rings, the servers, and their devices."""
    scopes.metal_session(request)  # its token is there before threads need it
    rings, devices, servers = gather(
        lambda: WIRE.get(request, "/rings")["rings"],
        lambda: WIRE.pages(request, "/devices", {"limit": _MOST}, "devices"),
        lambda: WIRE.get(request, "/servers")["servers"],
    )
    return records.cluster(rings, devices, servers)


def plan(request, action, **body):
    """The :class:`~.records.Plan` of a change.

    :param action: ``drain`` or ``add``
    :param body: ``server``, ``devices`` (all of the server's, without), and for new devices
        ``region``, ``zone`` and ``weight``
    """
    body = {"action": action, **body}
    return records.plan(WIRE.post(request, "/changes/plan", body, far=True))


def begin(request, action, digest, key=None, **body):
    """Begin what was planned; returns the operation's id."""
    body = {"action": action, "digest": digest, **body}
    return WIRE.post(request, "/changes", body, key, far=True)["operation_id"]
