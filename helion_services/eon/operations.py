"""Operations are begun here: requests, names, and the state of the cluster that goes with them."""

from helion_services.base.messages import Message
from helion_services.eon import network, problems, properties, states
from helion_services.eon.models import CLUSTER, Cluster
from helion_services.eon.target import target_of

SERVICE = "eon"


def activate(runtime, session, cluster, wanted, who, profile=None, input_model=None):
    """Begin to activate a cluster; returns the operation's id.

    :param session: the caller's; tell the conductors by ``runtime.operations.announce`` after it
    :param cluster: its row
    :param wanted: network properties that keep the rules
    :param who: the asking Context

    Raises :class:`~helion_services.base.problems.Conflict` when another operation works on it, and
    what :func:`helion_services.eon.states.move` does; so do the others.
    """
    again = cluster.state == states.PROVISIONED
    request = {
        "network": wanted,
        "profile": profile or network.profile_of(wanted),
        "input_model": input_model or {},
    }
    begun = _begin(
        runtime,
        session,
        cluster,
        "activate",
        Message("activate-cluster", "Activate {cluster}", cluster=cluster.name),
        request,
        who,
    )
    # From now on the switches of it are in use.
    properties.put(session, CLUSTER, cluster.id, properties.NETWORK, wanted)
    states.move(
        session, cluster, states.ACTIVATION_INITIATED if again else states.PROVISION_INITIATED
    )
    return begun


def deactivate(runtime, session, cluster, who, forced=False):
    """Begin to deactivate a cluster, ``forced`` whatever is on it and whatever state it is in."""
    request = {"forced": forced, "network": _network(session, cluster)}
    title = Message("deactivate-cluster", "Deactivate {cluster}", cluster=cluster.name)
    if forced:
        title = Message(
            "force-deactivate-cluster", "Force-deactivate {cluster}", cluster=cluster.name
        )
    clean = cluster.state == states.PROVISIONED and not forced
    begun = _begin(runtime, session, cluster, "deactivate", title, request, who)
    states.move(session, cluster, states.CLEANUP_INITIATED if clean else states.DEACTIVATING)
    return begun


def add_host(runtime, session, cluster, who, hosts=None):
    """Begin to attach hosts, by moid, or all that are not yet, to the cluster's switches."""
    title = Message("add-hosts", "Add hosts to {cluster}", cluster=cluster.name)
    return _change_hosts(runtime, session, cluster, "add_host", title, who, hosts)


def remove_host(runtime, session, cluster, who, hosts=None):
    """Begin to detach hosts, by moid, or all in maintenance, from the cluster's switches."""
    title = Message("remove-hosts", "Remove hosts from {cluster}", cluster=cluster.name)
    return _change_hosts(runtime, session, cluster, "remove_host", title, who, hosts)


def restore_proxy(runtime, session, cluster, who):
    """Begin to make the compute proxy of an activated cluster anew."""
    if cluster.state != states.ACTIVATED:
        raise problems.invalid_state(cluster.state, [states.ACTIVATED])
    request = {"network": _network(session, cluster)}
    title = Message("restore-proxy", "Restore the compute proxy of {cluster}", cluster=cluster.name)
    begun = _begin(runtime, session, cluster, "restore_proxy", title, request, who)
    cluster.error = None
    return begun


def dropped(session, operation):
    """An operation was cancelled before it began: its cluster is as it was."""
    request = operation.request
    cluster = session.get(Cluster, request["cluster"])
    if cluster is None or request["from"] is None:  # tried again, it has not been touched yet
        return
    if operation.kind == "activate" and request["from"] == states.IMPORTED:
        properties.drop(session, CLUSTER, cluster.id, properties.NETWORK)
    states.move(session, cluster, request["from"])


def _change_hosts(runtime, session, cluster, kind, title, who, hosts):
    request = {"network": _network(session, cluster), "hosts": hosts}
    begun = _begin(runtime, session, cluster, kind, title, request, who)
    states.move(session, cluster, states.HOST_COMMISSION_INITIATED)
    return begun


def _begin(runtime, session, cluster, kind, title, request, who):
    begun = runtime.operations.begin(
        SERVICE,
        kind,
        title,
        target_of(cluster).in_request() | {"from": cluster.state} | request,
        [f"esx-cluster:{cluster.id}"],
        who,
        session,
    )
    cluster.operation_id = begun
    return begun


def _network(session, cluster):
    return properties.get_json(session, CLUSTER, cluster.id, properties.NETWORK)
