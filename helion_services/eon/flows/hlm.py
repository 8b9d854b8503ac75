"""What the service remembers of what it made for a cluster: its property ``hlm_properties``.

HPE's keys, and ``attached`` in ``network_driver``: the moids of the hosts that it attached to each
switch, by the name of the switch.
"""

import contextlib

import sqlalchemy as sa

from helion_services.eon import properties
from helion_services.eon.models import CLUSTER, Cluster, Manager
from helion_services.eon.network.sample import COMPUTE_ROLE
from helion_services.eon.proxies import of_cluster
from helion_services.eon.proxy.spec import Choice, spec

_PROXY, _DRIVER, _ATTACHED = "computeproxy", "network_driver", "attached"
_ADDRESS = "pxe-ip-addr"


def reserve(work, target, network):
    """The :class:`~helion_services.eon.proxy.spec.Spec` of the proxy; its address is taken then.

    Raises :class:`~helion_services.eon.proxy.addressing.NoAddress`.
    """
    with work.runtime.db.session() as session:
        # Another conductor that looks for an address waits here.
        session.get(Manager, target.manager, with_for_update=True)
        row = session.get(Cluster, target.id)
        wanted = spec(
            network,
            target.datacenter,
            target.name,
            _choice(of_cluster(session, row), target),
            _taken(session, target),
        )
        content = _get(session, target)
        content[_PROXY] = {
            **content.get(_PROXY, {}),
            "name": wanted.name,
            _ADDRESS: wanted.address,
            "server_role": COMPUTE_ROLE,
            "cluster_moid": target.moid,
        }
        properties.put(session, CLUSTER, target.id, properties.HLM, content)
    return wanted


def proxy_name(work, target):
    """What the cluster's proxy is called, None if none was made."""
    with work.runtime.db.reader() as session:
        return _get(session, target).get(_PROXY, {}).get("name")


def know_mac(work, target, mac):
    """Remember the MAC address of the proxy."""
    with _changed(work, target) as content:
        content[_PROXY]["pxe-mac-addr"] = mac


def forget_proxy(work, target):
    """There is no proxy any more."""
    with _changed(work, target) as content:
        content.pop(_PROXY, None)


def attached(work, target):
    """The moids of the hosts that were attached, a set by the name of each switch."""
    with work.runtime.db.reader() as session:
        found = _get(session, target).get(_DRIVER, {}).get(_ATTACHED, {})
    return {switch: set(hosts) for switch, hosts in found.items()}


def attach(work, target, switch, hosts):
    """Remember that hosts are attached to a switch, by its name."""
    _set_attached(work, target, switch, lambda known: known | set(hosts))


def detach(work, target, switch, hosts):
    """Remember that they are not."""
    _set_attached(work, target, switch, lambda known: known - set(hosts))


def _set_attached(work, target, switch, change):
    with _changed(work, target) as content:
        driver = content.setdefault(_DRIVER, {})
        driver["cluster_dvs_mapping"] = f"{target.datacenter}/host/{target.name}:{switch}"
        by_switch = driver.setdefault(_ATTACHED, {})
        by_switch[switch] = sorted(change(set(by_switch.get(switch, ()))))


@contextlib.contextmanager
def _changed(work, target):
    """The content, which is written afterwards."""
    with work.runtime.db.session() as session:
        content = _get(session, target)
        yield content
        properties.put(session, CLUSTER, target.id, properties.HLM, content)


def _get(session, target):
    return properties.get_json(session, CLUSTER, target.id, properties.HLM) or {}


def _taken(session, target):
    """Addresses of the proxies of other clusters."""
    others = session.scalars(sa.select(Cluster.id).where(Cluster.id != target.id)).all()
    found = properties.all_of(session, CLUSTER, others)
    contents = [
        properties.get_json(session, CLUSTER, other, properties.HLM)
        for other, rows in found.items()
        if any(row.key == properties.HLM for row in rows)
    ]
    return {content.get(_PROXY, {}).get(_ADDRESS) for content in contents} - {None}


def _choice(row, target):
    """What was chosen for the proxy, None if nothing was or it is for another datacenter."""
    if row is None or row.datacenter != target.datacenter:
        return None
    own = row.parent_kind == CLUSTER
    # What was chosen for all of a vCenter's: their machines must not have the same name.
    hostname = row.hostname if own else f"{row.hostname}-{target.moid}"
    return Choice(row.port_group, hostname, row.dhcp, row.address, row.netmask, row.gateway)
