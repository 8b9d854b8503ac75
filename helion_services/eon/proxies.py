"""How compute proxies are deployed: for a cluster, or for all of a vCenter's."""

import dataclasses
import ipaddress
import re

import sqlalchemy as sa

from helion_services.base.messages import Message
from helion_services.base.problems import Invalid
from helion_services.base.times import now
from helion_services.eon import inventory_store, names, problems, states
from helion_services.eon.models import CLUSTER, MANAGER, Cluster, Manager, Proxy

FIELDS = (
    "datacenter",
    "port_group",
    "port_group_moid",
    "hostname",
    "dhcp",
    "address",
    "netmask",
    "gateway",
)
_STATIC = ("address", "netmask", "gateway")
_HOSTNAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def of_cluster(session, cluster):
    """The :class:`Proxy` of a cluster: its own, else its vCenter's, else None."""
    return session.get(Proxy, (CLUSTER, cluster.id)) or session.get(
        Proxy, (MANAGER, cluster.manager_id)
    )


def show(session, kind, parent_id):
    """The answer for the proxy of a vCenter or a cluster."""
    manager_id, clusters = _parent(session, kind, parent_id)
    own = session.get(Proxy, (kind, parent_id))
    proxy = own or session.get(Proxy, (MANAGER, manager_id))
    reason = _locked(clusters)
    datacenters = inventory_store.datacenters(session, manager_id)
    return {
        "proxy": _shown(proxy, datacenters) if proxy else None,
        "inherited": proxy is not None and own is None,
        "changeable": reason is None,
        "reason": reason and reason.detail,
        "reason_fact": reason and reason.fact(),
        "choices": [
            {
                "datacenter": datacenter.name,
                "port_groups": list(dict.fromkeys(datacenter.networks)),
                "networks": [dataclasses.asdict(group) for group in datacenter.port_groups],
            }
            for datacenter in datacenters.values()
        ],
    }


def put(session, kind, parent_id, body):
    """Write the proxy of a vCenter or a cluster.

    Raises :class:`Invalid` with sentences by field, or a Problem while it cannot be changed.
    """
    manager_id, clusters = _parent(session, kind, parent_id)
    _refuse_locked(clusters)
    values = {name: body.get(name) for name in FIELDS}
    values |= {name: names.plain(values[name] or "") for name in ("datacenter", "port_group")}
    _check(values, inventory_store.datacenters(session, manager_id))
    row = session.get(Proxy, (kind, parent_id))
    if row is None:
        row = Proxy(parent_kind=kind, parent_id=parent_id)
        session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.updated_at = now()
    session.flush()


def drop(session, kind, parent_id):
    """Forget the proxy of a vCenter or a cluster; nothing if there is none."""
    _manager_id, clusters = _parent(session, kind, parent_id)
    _refuse_locked(clusters)
    session.execute(sa.delete(Proxy).where(Proxy.parent_kind == kind, Proxy.parent_id == parent_id))


def address_user(session, cluster):
    """The name of another cluster in use whose proxy has the same address, or None."""
    proxy = of_cluster(session, cluster)
    if proxy is None or proxy.dhcp:
        return None
    others = sa.select(Cluster).where(Cluster.id != cluster.id, Cluster.state.in_(states.IN_USE))
    for other in session.scalars(others):
        theirs = of_cluster(session, other)
        if theirs is not None and not theirs.dhcp and theirs.address == proxy.address:
            return other.name
    return None


def _shown(proxy, datacenters):
    """The settings; the port group by the name that it has now."""
    values = {name: getattr(proxy, name) for name in FIELDS}
    group = next(
        (
            group
            for datacenter in datacenters.values()
            for group in datacenter.port_groups
            if group.moid and group.moid == proxy.port_group_moid
        ),
        None,
    )
    return values | {"port_group": group.name} if group else values


def _parent(session, kind, parent_id):
    """The vCenter's id, and the clusters that use the proxy."""
    if kind == CLUSTER:
        cluster = session.get(Cluster, parent_id)
        if cluster is None:
            raise problems.no_cluster(parent_id)
        return cluster.manager_id, [cluster]
    if session.get(Manager, parent_id) is None:
        raise problems.no_manager(parent_id)
    query = sa.select(Cluster).where(Cluster.manager_id == parent_id)
    return parent_id, session.scalars(query.order_by(Cluster.name)).all()


def _locked(clusters):
    """Why the proxy cannot be changed, None if it can."""
    used = [cluster.name for cluster in clusters if cluster.state in states.IN_USE]
    if not used:
        return None
    return Message(
        "proxy-in-use",
        "The compute proxy can be changed only while no cluster is activated. Deactivate"
        " {clusters} first.",
        clusters=used,
    )


def _refuse_locked(clusters):
    reason = _locked(clusters)
    if reason:
        raise problems.Refused(reason)


def _check(values, datacenters):
    faults = dict(_place_faults(values, datacenters))
    if not _HOSTNAME.fullmatch(values["hostname"] or ""):
        faults["hostname"] = Message(
            "host-name-invalid",
            "Use letters, digits and hyphens, at most 63 characters. Underscores, and hyphens at"
            " either end, are not allowed.",
        )
    faults |= dict(_address_faults(values))
    if faults:
        raise Invalid({name: [text] for name, text in faults.items()})


def _place_faults(values, datacenters):
    for name in ("datacenter", "port_group"):
        if not (values[name] or "").strip():
            yield name, Message("field-required", "This field is required.")
    if not datacenters or not values["datacenter"]:
        return  # nothing was seen of the vCenter yet
    place = next(
        (
            datacenter
            for datacenter in datacenters.values()
            if datacenter.name == values["datacenter"]
        ),
        None,
    )
    if place is None:
        yield (
            "datacenter",
            Message("datacenter-unknown", "The vCenter has no datacenter with this name."),
        )
    elif values["port_group"]:
        yield from _port_group_faults(values, place)


def _port_group_faults(values, place):
    """Complete the moid and the name of a port group, or yield why that cannot be done."""
    name, moid = values["port_group"], values["port_group_moid"]
    groups = [
        group for group in place.port_groups if (group.moid == moid if moid else group.name == name)
    ]
    if not groups:
        yield (
            "port_group",
            Message(
                "port-group-unknown",
                "The datacenter {datacenter} has no port group with this name.",
                datacenter=place.name,
            ),
        )
    elif len(groups) > 1:
        yield (
            "port_group",
            Message(
                "port-group-ambiguous",
                "The datacenter {datacenter} has several port groups with this name: {places}."
                " Choose one by its id.",
                datacenter=place.name,
                places=[f"{group.switch or '-'} ({group.moid})" for group in groups],
            ),
        )
    else:
        values["port_group"], values["port_group_moid"] = groups[0].name, groups[0].moid


def _address_faults(values):
    if values["dhcp"]:
        for name in _STATIC:
            if values[name]:
                yield name, Message("empty-with-dhcp", "Leave this field empty with DHCP.")
            values[name] = None
        return
    addresses = {}
    for name in _STATIC:
        try:
            addresses[name] = ipaddress.IPv4Address((values[name] or "").strip())
        except ValueError:
            yield name, Message("ipv4-required", "Enter an IPv4 address, or use DHCP.")
    if len(addresses) == len(_STATIC):
        yield from _network_faults(**addresses)


def _network_faults(address, netmask, gateway):
    try:
        network = ipaddress.IPv4Network(f"{address}/{netmask}", strict=False)
    except ValueError:
        yield "netmask", Message("netmask-invalid", "Enter a netmask, such as 255.255.255.0.")
        return
    if network.prefixlen < 31 and address in (network.network_address, network.broadcast_address):
        yield (
            "address",
            Message(
                "not-a-host-address",
                "This is not a host address in {network}.",
                network=str(network),
            ),
        )
    if gateway not in network:
        yield (
            "gateway",
            Message(
                "gateway-outside",
                "The gateway must be in {network}, like the address.",
                network=str(network),
            ),
        )
    elif gateway == address:
        yield "gateway", Message("gateway-is-proxy", "The gateway cannot be the proxy itself.")
