"""What operations write down about their cluster: its state, its error, its properties.

The property ``hlm_properties`` has HPE's keys, and ``attached`` in ``network_driver``: the moids of
the hosts that were attached to each switch, by the name of the switch.
"""

import contextlib

import sqlalchemy as sa

from helion_services.base import cloud_errors, messages
from helion_services.base.messages import Message
from helion_services.base.operations.work import Cancelled
from helion_services.eon import properties, states
from helion_services.eon.models import CLUSTER, Cluster, Manager
from helion_services.eon.names import escaped, plain
from helion_services.eon.network.samples import COMPUTE_ROLE
from helion_services.eon.proxies import of_cluster
from helion_services.eon.proxy.spec import Choice, spec

_PROXY, _DRIVER, _ATTACHED = "computeproxy", "network_driver", "attached"
_ADDRESS = "pxe-ip-addr"


class ClusterForgotten(Exception):
    """The cluster is no longer imported."""


def move(work, target, *to):
    """Bring the cluster into the states ``to``, one after the other."""
    with work.runtime.db.session() as session:
        row = _row(session, target)
        row.operation_id = work.id
        for state in to:
            states.move(session, row, state)


def begin(work, target):
    """The operation is the cluster's latest; the error of an earlier operation is cleared."""
    with work.runtime.db.session() as session:
        row = _row(session, target)
        row.operation_id, row.error = work.id, None


def state(work, target):
    """The state that the cluster is in."""
    with work.runtime.db.reader() as session:
        return _row(session, target).state


def fail(work, target, step, error):
    """Remember at the cluster that a step failed, and why."""
    if isinstance(error, Cancelled):
        return
    message = cloud_errors.cause(error)
    failure = {
        **(messages.fact(message) or {"code": "step-failed", "params": {}}),
        "message": messages.text(message),
        "step": step,
    }
    with work.runtime.db.session() as session:
        row = session.get(Cluster, target.id)
        if row is not None:
            states.move(session, row, row.state, failure)


def get(work, target, key):
    """A property of the cluster, JSON, or None."""
    with work.runtime.db.reader() as session:
        return properties.get_json(session, CLUSTER, target.id, key)


def put(work, target, key, value):
    """Write a property of the cluster."""
    with work.runtime.db.session() as session:
        properties.put(session, CLUSTER, target.id, key, value)


def drop(work, target, *keys):
    """Delete properties of the cluster."""
    with work.runtime.db.session() as session:
        properties.drop(session, CLUSTER, target.id, *keys)


def know_hypervisor(work, target, hypervisor):
    """Write the id of the cluster's hypervisor in Nova; None: it has none."""
    with work.runtime.db.session() as session:
        _row(session, target).hypervisor_id = hypervisor
        if hypervisor:
            properties.put(session, CLUSTER, target.id, properties.HYPERVISOR, hypervisor)
        else:
            properties.drop(session, CLUSTER, target.id, properties.HYPERVISOR)


def reserve(work, target, network):
    """The :class:`~helion_services.eon.proxy.spec.Spec` of the proxy; its address is taken then.

    Raises :class:`~helion_services.eon.proxy.addressing.NoAddress`.
    """
    with work.runtime.db.session() as session:
        # Another conductor that looks for an address waits here.
        session.get(Manager, target.manager, with_for_update=True)
        row = session.get(Cluster, target.id)
        proxy = spec(
            network,
            target,
            _choice(of_cluster(session, row), target),
            _taken(session, target),
        )
        content = _hlm(session, target)
        content[_PROXY] = {
            **content.get(_PROXY, {}),
            "name": proxy.name,
            _ADDRESS: proxy.address,
            "server_role": COMPUTE_ROLE,
            "cluster_moid": target.moid,
        }
        properties.put(session, CLUSTER, target.id, properties.HLM, content)
    return proxy


def chosen_port_group(work, target):
    """Name and moid of the port group that was chosen for the cluster's proxy, None if none was.

    The moid is None if the vCenter had not been read then.
    """
    with work.runtime.db.reader() as session:
        choice = _choice(of_cluster(session, _row(session, target)), target)
    return (choice.port_group, choice.port_group_moid) if choice else None


def proxy(work, target):
    """What was recorded of the cluster's proxy, such as ``name`` and ``moid``; empty if nothing."""
    with work.runtime.db.reader() as session:
        return _hlm(session, target).get(_PROXY, {})


def know_moid(work, target, moid):
    """Remember which virtual machine the proxy is."""
    with _changed(work, target) as content:
        content[_PROXY]["moid"] = moid


def know_mac(work, target, mac):
    """Remember the MAC address of the proxy."""
    with _changed(work, target) as content:
        content[_PROXY]["pxe-mac-addr"] = mac


def forget_proxy(work, target):
    """The proxy no longer exists."""
    with _changed(work, target) as content:
        content.pop(_PROXY, None)


def clear(work, target):
    """Delete what was recorded while the cluster was in use.

    Hosts that stayed on a switch remain recorded: the next deactivation takes them off.
    """
    with work.runtime.db.session() as session:
        properties.drop(session, CLUSTER, target.id, properties.NETWORK)
        driver = _hlm(session, target).get(_DRIVER, {})
        left = {switch: moids for switch, moids in driver.get(_ATTACHED, {}).items() if moids}
        if left:
            content = {_DRIVER: driver | {_ATTACHED: left}}
            properties.put(session, CLUSTER, target.id, properties.HLM, content)
        else:
            properties.drop(session, CLUSTER, target.id, properties.HLM)


def attached(work, target):
    """The moids of the hosts that were attached, a set by the name of each switch."""
    with work.runtime.db.reader() as session:
        by_switch = _hlm(session, target).get(_DRIVER, {}).get(_ATTACHED, {})
    return {plain(switch): set(hosts) for switch, hosts in by_switch.items()}


def attach(work, target, switch, hosts):
    """Remember that hosts are attached to a switch, by its name."""
    _set_attached(work, target, switch, lambda moids: moids | set(hosts))


def detach(work, target, switch, hosts):
    """Remember that they are not."""
    _set_attached(work, target, switch, lambda moids: moids - set(hosts))


def _set_attached(work, target, switch, change):
    with _changed(work, target) as content:
        driver = content.setdefault(_DRIVER, {})
        path = f"{escaped(target.datacenter)}/host/{escaped(target.name)}"
        driver["cluster_dvs_mapping"] = f"{path}:{switch}"
        by_switch = {plain(name): moids for name, moids in driver.get(_ATTACHED, {}).items()}
        driver[_ATTACHED] = by_switch
        by_switch[switch] = sorted(change(set(by_switch.get(switch, ()))))


@contextlib.contextmanager
def _changed(work, target):
    """The content, which is written afterwards."""
    with work.runtime.db.session() as session:
        content = _hlm(session, target)
        yield content
        properties.put(session, CLUSTER, target.id, properties.HLM, content)


def _hlm(session, target):
    return properties.get_json(session, CLUSTER, target.id, properties.HLM) or {}


def _taken(session, target):
    """Addresses of the proxies of other clusters."""
    others = session.scalars(sa.select(Cluster.id).where(Cluster.id != target.id)).all()
    rows_of = properties.all_of(session, CLUSTER, others)
    contents = [
        properties.get_json(session, CLUSTER, other, properties.HLM)
        for other, rows in rows_of.items()
        if any(row.key == properties.HLM for row in rows)
    ]
    return {content.get(_PROXY, {}).get(_ADDRESS) for content in contents} - {None}


def _choice(row, target):
    """What was chosen for the proxy, None if nothing was or it is for another datacenter."""
    if row is None or plain(row.datacenter) != target.datacenter:
        return None
    own = row.parent_kind == CLUSTER
    # What was chosen for all of a vCenter's: their machines must not have the same name.
    hostname = row.hostname if own else f"{row.hostname}-{target.moid}"
    return Choice(
        plain(row.port_group),
        hostname,
        row.dhcp,
        row.address,
        row.netmask,
        row.gateway,
        row.port_group_moid,
    )


def _row(session, target):
    row = session.get(Cluster, target.id)
    if row is None:
        raise ClusterForgotten(
            Message(
                "cluster-forgotten",
                "The cluster {cluster} is no longer imported.",
                cluster=target.name,
            )
        )
    return row
