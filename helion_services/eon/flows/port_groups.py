"""The switches and port groups of a cluster: created, and removed unless others use them.

What the service makes carries a mark, its description, with the operation's id. The clusters of a
datacenter share switches, port groups, and the properties of these.
"""

import sqlalchemy as sa
from pyVmomi import vmodl

from helion_services.base.messages import Message
from helion_services.base.operations.models import Operation
from helion_services.eon import properties, states
from helion_services.eon.flows import record
from helion_services.eon.flows.step import NetworkStep
from helion_services.eon.flows.vcenter_call import visit
from helion_services.eon.models import CLUSTER, MANAGER, Cluster
from helion_services.eon.network import plan, read
from helion_services.eon.vcenter import members, objects, switches, tasks

_MARK = "helion-eon operation="
_MADE = "made switches"
_BUSY = Message("network-task-in-progress", "the task in progress on the network")


_KEPT = "network kept for the datacenter"


class MakeNetwork(NetworkStep):
    """Makes the switches and port groups that are missing; undoing removes those."""

    def __init__(self, target, network):
        super().__init__(
            target,
            "network",
            Message("step-create-network", "Create switches and port groups"),
            network,
        )

    def run(self, work):
        record.put(work, self.target, properties.NETWORK, self.network.properties)
        _keep_for_datacenter(work, self.target, self.network.properties)
        for number, switch in enumerate(self.switches):
            self._visit(work, ensure, switch)
            work.progress(100 * (number + 1) / len(self.switches), switch.name)

    def undo(self, work):
        for switch in reversed(self.switches):
            if switch.name in _own_switches(work):
                self._visit(work, clear, switch, own=True)
        _drop_for_datacenter(work, self.target)

    def _visit(self, work, act, switch, **how):
        visit(work, self.target, lambda vc: act(work, vc, self.target, switch, **how))


class RemoveNetwork(NetworkStep):
    """Removes what the service created for the cluster's network, unless others use it."""

    def __init__(self, target, network):
        title = Message("step-remove-network", "Remove unused switches and port groups")
        super().__init__(target, "network", title, network)

    def run(self, work):
        for switch in reversed(self.switches):
            visit(work, self.target, lambda vc, switch=switch: self._try(work, vc, switch))

    def _try(self, work, vc, switch):
        try:
            self._remove(work, vc, switch)
        except vmodl.fault.ManagedObjectNotFound:
            # Another cluster of the datacenter that is deactivated has just removed it.
            self._remove(work, vc, switch)

    def _remove(self, work, vc, switch):
        hosts = record.attached(work, self.target).get(switch.name, ())
        detach(work, vc, self.target, switch.name, hosts)
        clear(work, vc, self.target, switch)


def ensure(work, vc, target, switch):
    """The managed switch for a planned one, made with its port groups if they are missing."""
    datacenter = target.datacenter_of(vc)
    tasks.settle(work, vc, datacenter.networkFolder, _BUSY)
    dvs = switches.find(vc, datacenter, switch.name)
    if dvs is None:
        _note_made(work, switch)
        switches.make(work, datacenter, switch, _mark(work))
        dvs = switches.find(vc, datacenter, switch.name)
    tasks.settle(work, vc, dvs, _BUSY)
    missing = switches.missing_groups(vc, datacenter, dvs, switch)
    if missing:
        _note_made(work, switch)
        switches.make_groups(work, dvs, switch, missing, _mark(work))
    return dvs


def clear(work, vc, target, switch, own=False):
    """Remove a switch and its port groups if the service created them and they are not used.

    ``own``: only what this operation made.
    """
    datacenter = target.datacenter_of(vc)
    tasks.settle(work, vc, datacenter.networkFolder, _BUSY)
    dvs = switches.find(vc, datacenter, switch.name)
    if dvs is None:
        return
    tasks.settle(work, vc, dvs, _BUSY)
    own_names = {planned.name for planned in switch.port_groups} - _shared_port_groups(work, target)
    for name, (group, values) in switches.groups(vc, dvs).items():
        ours = name in own_names and _is_made(work, values, own)
        if ours and not switches.remove(work, group, name):
            work.say(
                Message(
                    "port-group-stays",
                    "The port group {group} stays: virtual machines use it.",
                    group=name,
                )
            )
    if _is_made(work, objects.values(vc, dvs, "config.description"), own):
        _clear_switch(work, vc, target, switch, dvs)


def detach(work, vc, target, name, hosts):
    """Take hosts that the service attached off a switch, but for those that use it."""
    dvs = switches.find(vc, target.datacenter_of(vc), name)
    for moid in sorted(hosts):
        if dvs is not None and not members.remove(work, vc, dvs, name, [moid]):
            work.say(
                Message(
                    "host-stays-on-switch",
                    "{hosts} stays on {switch}: virtual machines use it.",
                    hosts=members.names(vc, [moid]),
                    switch=name,
                )
            )
        else:
            record.detach(work, target, name, [moid])


def _clear_switch(work, vc, target, switch, dvs):
    used = (
        switch.name in _shared_switches(work, target)
        or switches.groups(vc, dvs)
        or members.members(vc, dvs)
    )
    if used or not switches.remove(work, dvs, switch.name):
        work.say(
            Message("switch-stays", "The switch {switch} stays: others use it.", switch=switch.name)
        )


def _is_made(work, values, own):
    description = values.get("config.description") or ""
    return description == _mark(work) if own else description.startswith(_MARK)


def _mark(work):
    return f"{_MARK}{work.id}"


def _own_switches(work):
    """Names of the switches that the operation made, or made port groups on."""
    return work.recall(_MADE, [])


def _note_made(work, switch):
    names = _own_switches(work)
    if switch.name not in names:
        work.note(_MADE, [*names, switch.name])


def _shared_switches(work, target):
    """Names of the switches that other clusters in use have."""
    return {switch.name for switch in _others(work, target)}


def _shared_port_groups(work, target):
    """Names of their port groups."""
    return {group.name for switch in _others(work, target) for group in switch.port_groups}


def _keep_for_datacenter(work, target, network_properties):
    """Let the other clusters of the datacenter have these properties, if it has none yet."""
    with work.runtime.db.reader() as session:
        stored = properties.get(session, MANAGER, target.manager, target.datacenter)
    if stored is None:
        work.note(_KEPT, True)
        with work.runtime.db.session() as session:
            properties.put(session, MANAGER, target.manager, target.datacenter, network_properties)


def _drop_for_datacenter(work, target):
    """Take that back, if the operation did it and no other cluster of it is in use."""
    if work.recall(_KEPT) and not _rows(work, target):
        with work.runtime.db.session() as session:
            properties.drop(session, MANAGER, target.manager, target.datacenter)


def _others(work, target):
    for name, network_properties in _rows(work, target):
        yield from plan(read(network_properties), name)


def _rows(work, target):
    """Name and network properties of the other clusters of the datacenter that are in use.

    One whose deactivation cannot be taken back is not: it removes what is left when its turn comes.
    """
    leaving = sa.select(Operation.id).where(
        Operation.kind == "deactivate", Operation.no_return.is_(True)
    )
    query = sa.select(Cluster).where(
        Cluster.manager_id == target.manager,
        Cluster.datacenter_moid == target.datacenter_moid,
        Cluster.id != target.id,
        Cluster.state.in_(states.IN_USE),
        sa.or_(Cluster.state.not_in(states.LEAVING), Cluster.operation_id.not_in(leaving)),
    )
    with work.runtime.db.reader() as session:
        rows = session.scalars(query).all()
        pairs = [
            (row.name, properties.get_json(session, CLUSTER, row.id, properties.NETWORK))
            for row in rows
        ]
    return [(name, network_properties) for name, network_properties in pairs if network_properties]
