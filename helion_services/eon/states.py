"""The states of vCenters and clusters, and which one follows which, as data."""

from helion_services.base.times import now
from helion_services.eon import notifications, problems

REGISTERED = "registered"
UPDATING = "updating"
UNREACHABLE = "unreachable"
REFUSED = "refused"

MANAGER = (REGISTERED, UPDATING, UNREACHABLE, REFUSED)
"""States of a vCenter: it answers; its proxies are being redeployed; it does not answer;
it answers, but its certificate, the login or its version is refused."""

IMPORTED = "imported"
PROVISION_INITIATED = "provision-initiated"
PROVISIONING = "provisioning"
PROVISIONED = "provisioned"
ACTIVATION_INITIATED = "activation-initiated"
ACTIVATING = "activating"
ACTIVATED = "activated"
DEACTIVATING = "deactivating"
CLEANUP_INITIATED = "cleanup-initiated"
HOST_COMMISSION_INITIATED = "host-commission-initiated"
HOST_COMMISSIONING = "host-commissioning"

_FORWARD = {
    IMPORTED: (PROVISION_INITIATED,),
    PROVISION_INITIATED: (PROVISIONING, IMPORTED),
    PROVISIONING: (PROVISIONED, IMPORTED),
    PROVISIONED: (ACTIVATION_INITIATED, ACTIVATING, CLEANUP_INITIATED, IMPORTED),
    ACTIVATION_INITIATED: (ACTIVATING, PROVISIONED),
    ACTIVATING: (ACTIVATED, PROVISIONED),
    ACTIVATED: (HOST_COMMISSION_INITIATED,),
    CLEANUP_INITIATED: (IMPORTED, PROVISIONED),
    HOST_COMMISSION_INITIATED: (HOST_COMMISSIONING, ACTIVATED),
    HOST_COMMISSIONING: (ACTIVATING, ACTIVATED),
}
CLUSTER = {
    **{state: (*after, DEACTIVATING) for state, after in _FORWARD.items()},
    DEACTIVATING: tuple(_FORWARD),
}
"""For each state of a cluster those that may follow. Forced deactivation leads out of any, and back
there if it is given up before it did something."""

LEAVING = frozenset({DEACTIVATING, CLEANUP_INITIATED})
"""States of a cluster that is being deactivated."""

_NOTIFIED = {
    (ACTIVATING, ACTIVATED): notifications.ACTIVATED,
    (DEACTIVATING, IMPORTED): notifications.DEACTIVATED,
    (CLEANUP_INITIATED, IMPORTED): notifications.DEACTIVATED,
}
"""Changes that cause a notification."""

SETTLED = frozenset({IMPORTED, PROVISIONED, ACTIVATED})
"""Stable states of a cluster; in the others an operation is in progress."""

IN_USE = frozenset(CLUSTER) - {IMPORTED}
"""States of a cluster that has left something in vCenter or Nova, or is about to."""


def move(session, cluster, to, error=None):
    """Bring ``cluster``, a row of ``session``, into the state ``to``; nothing if it is there.

    :param error: ``{code, params, message, step}`` of a failure; kept until the cluster leaves a
        settled state again

    Raises :class:`~helion_services.eon.problems.Refused` if ``to`` may not follow.
    """
    if cluster.state != to:
        if to not in CLUSTER[cluster.state]:
            raise problems.invalid_state(
                cluster.state, [name for name, after in CLUSTER.items() if to in after]
            )
        if cluster.state in SETTLED and to not in SETTLED:
            cluster.error = None
        before, cluster.state = cluster.state, to
        cluster.updated_at = now()
        if (before, to) in _NOTIFIED:
            notifications.note(session, _NOTIFIED[before, to], cluster)
    if error is not None:
        cluster.error = {key: error.get(key) for key in ("code", "params", "message", "step")}
