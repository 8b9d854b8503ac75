"""Operations begin here: their requests and titles, and the state of the cluster."""

from helion_services.base.messages import Message
from helion_services.eon import network, problems, properties, requests, states
from helion_services.eon.models import CLUSTER, Cluster
from helion_services.eon.target import target_of

SERVICE = "eon"


def activate(runtime, session, cluster, network_properties, who, profile=None):
    """Begin to activate a cluster; returns the operation's id.

    :param session: the caller's; tell the conductors by ``runtime.operations.announce`` after it
    :param cluster: its row
    :param network_properties: JSON that keeps the rules
    :param who: the Context of the request

    Raises :class:`~helion_services.base.problems.Conflict` when another operation works on it, and
    what :func:`helion_services.eon.states.move` does; so do the others.
    """
    to = states.PROVISION_INITIATED
    if cluster.state == states.PROVISIONED:
        to = states.ACTIVATION_INITIATED
    request = requests.Activate(
        target_of(cluster),
        cluster.state,
        network_properties,
        profile or network.read(network_properties).profile,
    )
    title = Message("activate-cluster", "Activate {cluster}", cluster=cluster.name)
    operation_id = _begin(runtime, session, cluster, "activate", title, request, who)
    # From now on the cluster's switches are in use.
    properties.put(session, CLUSTER, cluster.id, properties.NETWORK, network_properties)
    states.move(session, cluster, to)
    return operation_id


def deactivate(runtime, session, cluster, who, forced=False):
    """Begin to deactivate a cluster, ``forced`` with virtual machines on it and in any state."""
    title = Message("deactivate-cluster", "Deactivate {cluster}", cluster=cluster.name)
    if forced:
        title = Message(
            "force-deactivate-cluster", "Force-deactivate {cluster}", cluster=cluster.name
        )
    to = states.DEACTIVATING
    if cluster.state == states.PROVISIONED and not forced:
        to = states.CLEANUP_INITIATED
    request = requests.Deactivate(*_about(session, cluster), forced)
    operation_id = _begin(runtime, session, cluster, "deactivate", title, request, who)
    states.move(session, cluster, to)
    return operation_id


def add_host(runtime, session, cluster, who, hosts=None):
    """Begin to attach hosts, by moid, or all that are not yet, to the cluster's switches."""
    title = Message("add-hosts", "Add hosts to {cluster}", cluster=cluster.name)
    request = requests.AddHosts(*_about(session, cluster), hosts)
    return _change_hosts(runtime, session, cluster, "add_host", title, request, who)


def remove_host(runtime, session, cluster, who, hosts=None):
    """Begin to detach hosts, by moid, or all in maintenance, from the cluster's switches."""
    title = Message("remove-hosts", "Remove hosts from {cluster}", cluster=cluster.name)
    request = requests.RemoveHosts(*_about(session, cluster), hosts)
    return _change_hosts(runtime, session, cluster, "remove_host", title, request, who)


def restore_proxy(runtime, session, cluster, who):
    """Begin to deploy the compute proxy of an activated cluster again."""
    if cluster.state != states.ACTIVATED:
        raise problems.invalid_state(cluster.state, [states.ACTIVATED])
    title = Message("restore-proxy", "Restore the compute proxy of {cluster}", cluster=cluster.name)
    request = requests.RestoreProxy(*_about(session, cluster))
    operation_id = _begin(runtime, session, cluster, "restore_proxy", title, request, who)
    cluster.error = None
    return operation_id


def dropped(session, operation):
    """Restore the cluster of an operation that was cancelled before it began."""
    request = requests.ClusterRequest.load(operation.request)
    cluster = session.get(Cluster, request.target.id)
    if cluster is None or request.state is None:  # a retry that has not touched it yet
        return
    if operation.kind == "activate" and request.state == states.IMPORTED:
        properties.drop(session, CLUSTER, cluster.id, properties.NETWORK)
    states.move(session, cluster, request.state)


def name_of(runtime, resource):
    """The name of the cluster that is the resource ``esx-cluster:<id>``; None if it is gone."""
    with runtime.db.reader() as session:
        cluster = session.get(Cluster, resource.partition(":")[2])
        return cluster and cluster.name


def _change_hosts(runtime, session, cluster, kind, title, request, who):
    operation_id = _begin(runtime, session, cluster, kind, title, request, who)
    states.move(session, cluster, states.HOST_COMMISSION_INITIATED)
    return operation_id


def _begin(runtime, session, cluster, kind, title, request, who):
    resources = [f"esx-cluster:{cluster.id}"]
    operation_id = runtime.operations.begin(SERVICE, kind, title, request, resources, who, session)
    cluster.operation_id = operation_id
    return operation_id


def _about(session, cluster):
    """What the requests about a cluster that has network properties begin with."""
    network_properties = properties.get_json(session, CLUSTER, cluster.id, properties.NETWORK)
    return target_of(cluster), cluster.state, network_properties
