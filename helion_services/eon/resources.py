"""Imported clusters: listed, and brought into Nova and out again by operations."""

import functools

import sqlalchemy as sa

from helion_services.base import audit, error_bounds
from helion_services.base.messages import Message, Stored
from helion_services.base.problems import Invalid, Problem
from helion_services.eon import (
    cloud,
    inventory_store,
    names,
    network,
    operations,
    problems,
    properties,
    proxies,
    readiness,
    rendering,
    states,
)
from helion_services.eon.models import CLUSTER, MANAGER, Cluster, Manager

OFFERED = (rendering.TYPE,)
OTHERS = ("rhel", "hlinux", "hyperv", "baremetal")
"""Types of HPE's service that are not offered."""

ADD_HOST, REMOVE_HOST = "add_host", "remove_host"
ACTIONS = (ADD_HOST, REMOVE_HOST)


def select(body):
    """The SELECT of a list of clusters; None if it can hold none.

    :param body: ``type``, ``state`` and ``name``; the first two may be lists with commas
    """
    query = sa.select(Cluster).order_by(Cluster.name, Cluster.id)
    types = _words(body, "type", (*OFFERED, *OTHERS))
    if types and rendering.TYPE not in types:
        return None
    state_names = _words(body, "state", tuple(states.CLUSTER))
    if state_names:
        query = query.where(Cluster.state.in_(state_names))
    if body.get("name"):
        query = query.where(Cluster.name == names.plain(body["name"]))
    return query


def get(session, cluster_id):
    """The row of a cluster; raises :class:`~helion_services.base.problems.NotFound`."""
    row = session.get(Cluster, cluster_id)
    if row is None:
        raise problems.no_cluster(cluster_id)
    return row


def activate(runtime, cluster_id, body, who):
    """Begin to activate a cluster; returns the operation's id.

    :param body: ``network_properties`` and ``profile``
    """
    with runtime.db.reader() as session:
        cluster = get(session, cluster_id)
        _refuse_state(cluster, (states.IMPORTED, states.PROVISIONED))
        _refuse_unready(session, cluster)
        network_properties = body.get("network_properties") or _stored_network(session, cluster)
    network_properties = cloud.completed(network_properties, runtime.conf)
    document = network.read(network_properties)
    profile = body.get("profile") or document.profile
    _refuse_network(cluster, document, profile)
    return _begin(
        runtime,
        cluster_id,
        lambda session, row: operations.activate(
            runtime, session, row, network_properties, who, profile
        ),
    )


def deactivate(runtime, cluster_id, forced, who):
    """Begin to deactivate a cluster; returns the operation's id."""
    audit.note(forced=forced)
    with runtime.db.reader() as session:
        cluster = get(session, cluster_id)
    if not forced:
        _refuse_state(cluster, (states.ACTIVATED, states.PROVISIONED))
        if cluster.state == states.ACTIVATED:
            _refuse_running(runtime, cluster)
    return _begin(
        runtime,
        cluster_id,
        lambda session, row: operations.deactivate(runtime, session, row, who, forced=forced),
    )


def change_hosts(runtime, cluster_id, action, hosts, who):
    """Begin to add hosts (moids, or None for all there are) or to remove them."""
    with runtime.db.reader() as session:
        cluster = get(session, cluster_id)
        _refuse_state(cluster, (states.ACTIVATED,))
        _refuse_hosts(session, cluster, hosts)
    act = operations.add_host if action == ADD_HOST else operations.remove_host
    return _begin(
        runtime, cluster_id, lambda session, row: act(runtime, session, row, who, hosts=hosts)
    )


def restore(runtime, cluster_id, who):
    """Begin to redeploy the compute proxy of a cluster; returns the operation's id."""
    with runtime.db.reader() as session:
        cluster = get(session, cluster_id)
        _refuse_state(cluster, (states.ACTIVATED,))
        _refuse_absent(session, cluster)
    return _begin(
        runtime,
        cluster_id,
        lambda session, row: operations.restore_proxy(runtime, session, row, who),
    )


def restore_all(runtime, manager_id, who):
    """Do so for all activated clusters of a vCenter; returns what became of each."""
    with runtime.db.reader() as session:
        if session.get(Manager, manager_id) is None:
            raise problems.no_manager(manager_id)
        query = sa.select(Cluster).where(
            Cluster.manager_id == manager_id, Cluster.state == states.ACTIVATED
        )
        rows = session.scalars(query.order_by(Cluster.name)).all()
    results = []
    for row in rows:
        result = {"id": row.id, "name": row.name, "operation": None}
        try:
            operation = restore(runtime, row.id, who)
        except Problem as exc:
            results.append(result | problems.outcome(exc))
        else:
            results.append(result | problems.outcome() | {"operation": operation})
    return results


def check_network(runtime, body):
    """The faults of network properties, and the obstacles of their cluster, if there is one."""
    document = network.read(cloud.completed(body["network_properties"], runtime.conf))
    profile = body.get("profile") or document.profile
    faults = network.check(document, profile)
    obstacles = []
    if body.get("resource"):
        with runtime.db.reader() as session:
            row = session.get(Cluster, body["resource"])
            if row is None:
                raise Invalid({"resource": [problems.no_cluster(body["resource"]).message]})
            cluster = inventory_store.cluster(session, row.manager_id, row.moid)
        obstacles = (
            readiness.cluster_faults(cluster, row.datacenter)
            if cluster
            else [readiness.gone(row.name)]
        )
    return {
        "ok": not faults,
        "profile": profile,
        "errors": [
            {"path": fault.path, "message": fault.message.detail, **fault.message.fact()}
            for fault in error_bounds.first(faults, functools.partial(network.Fault, ""))
        ],
        **readiness.as_obstacles(obstacles),
    }


def _begin(runtime, cluster_id, act):
    with runtime.db.session() as session:
        operation_id = act(session, get(session, cluster_id))
    audit.note(operation=operation_id)
    runtime.operations.announce(operation_id)
    return operation_id


def _words(body, key, allowed):
    words = [word for word in (body.get(key) or "").split(",") if word]
    unknown = [word for word in words if word not in allowed]
    if unknown:
        message = Message("value-not-offered", "Must be one of: {values}.", values=list(allowed))
        raise Invalid({key: [message]})
    return words


def _refuse_state(cluster, expected):
    if cluster.state not in expected:
        raise problems.invalid_state(cluster.state, expected)


def _state_reason(manager):
    if manager.state_fact:
        return Stored(manager.state_reason, **manager.state_fact)
    return manager.state_reason or Message("no-answer-yet", "It does not answer.")


def _refuse_absent(session, cluster):
    """Raise if vCenter does not answer, or has the cluster no more; returns what was seen of it."""
    manager = session.get(Manager, cluster.manager_id)
    if manager.state != states.REGISTERED:
        raise problems.Refused(
            Message(
                "vcenter-unusable",
                "The vCenter {vcenter} is {state}: {reason}",
                vcenter=manager.name,
                state=manager.state,
                reason=_state_reason(manager),
            )
        )
    in_vcenter = inventory_store.cluster(session, cluster.manager_id, cluster.moid)
    if in_vcenter is None:
        raise problems.Refused(readiness.gone(cluster.name))
    return in_vcenter


def _refuse_unready(session, cluster):
    in_vcenter = _refuse_absent(session, cluster)
    reasons = readiness.cluster_faults(in_vcenter, cluster.datacenter)
    other = proxies.address_user(session, cluster)
    if other:
        taken = Message(
            "proxy-address-taken",
            "The compute proxy has the same address as the one of {cluster}.",
            cluster=other,
        )
        reasons = [*reasons, taken]
    if reasons:
        raise problems.unfit(cluster.id, reasons)


def _stored_network(session, cluster):
    """The network properties that are known already: the cluster's, else its datacenter's."""
    network_properties = properties.get_json(
        session, CLUSTER, cluster.id, properties.NETWORK
    ) or properties.get_json(session, MANAGER, cluster.manager_id, cluster.datacenter)
    if not network_properties:
        raise problems.activation(
            cluster.id,
            Message("network-missing", "Network properties are required."),
            "config json parameter not found for ESX cluster activation",
        )
    return network_properties


def _refuse_network(cluster, document, profile):
    faults = network.check(document, profile)
    if faults:
        raise problems.network_invalid(cluster.id, faults)


def _refuse_running(runtime, cluster):
    machines = readiness.running_vms(runtime.clouds, rendering.host_of(cluster))
    if machines:
        raise problems.vms_running(cluster.id, cluster.name, [vm.name for vm in machines])


def _refuse_hosts(session, cluster, hosts):
    in_vcenter = _refuse_absent(session, cluster)
    unknown = sorted(set(hosts or ()) - {host.moid for host in in_vcenter.hosts})
    if unknown:
        message = Message(
            "hosts-unknown",
            "The cluster {cluster} has no host {hosts}.",
            cluster=cluster.name,
            hosts=unknown,
        )
        raise Invalid({"hosts": [message]})
