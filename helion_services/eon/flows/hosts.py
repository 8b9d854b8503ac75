"""Steps about the hosts of a cluster: on the switches, off them, and out of maintenance."""

from pyVmomi import vim

from helion_services.base.messages import Message
from helion_services.eon.flows import check, record
from helion_services.eon.flows.port_groups import detach, ensure
from helion_services.eon.flows.step import ClusterStep, NetworkStep
from helion_services.eon.flows.vcenter_call import look, visit
from helion_services.eon.vcenter import members, objects, switches, tasks

_ATTACHED, _DETACHED, _HOSTS, _LEFT = "attached", "detached", "hosts", "left maintenance"


class CheckHosts(NetworkStep):
    """Chooses the hosts that are to be added or removed, and looks whether they can be.

    ``hosts`` are moids, or None: all that are connected and not attached yet, or, to be removed,
    all in maintenance.
    """

    def __init__(self, target, network, hosts, removing):
        super().__init__(target, "check", Message("step-check-hosts", "Check the hosts"), network)
        self._hosts = hosts
        self._removing = removing

    def run(self, work):
        moids, faults = visit(work, self.target, lambda vc: self._choose(work, vc))
        if not moids and not faults:
            faults = [self._none()]
        if faults:
            raise check.Unfit(Message("cluster-unfit", "{reasons}", reasons=faults))
        work.note(_HOSTS, moids)

    def _none(self):
        if self._removing:
            return Message(
                "no-host-in-maintenance",
                "{cluster} has no hosts in maintenance.",
                cluster=self.target.name,
            )
        return Message(
            "no-host-to-attach", "All hosts of {cluster} are attached.", cluster=self.target.name
        )

    def _choose(self, work, vc):
        cluster = look(vc, self.target)
        by_moid = {host.moid: host for host in cluster.hosts}
        moids = self._hosts
        if moids is None:
            test = self._leaves if self._removing else self._joins
            attached = self._attached(vc)
            moids = [moid for moid, host in by_moid.items() if test(host, attached)]
        unknown = [moid for moid in moids if moid not in by_moid]
        faults = []
        if unknown:
            faults.append(
                Message(
                    "hosts-unknown",
                    "The cluster {cluster} has no host {hosts}.",
                    cluster=self.target.name,
                    hosts=unknown,
                )
            )
        selection = [by_moid[moid] for moid in moids if moid in by_moid]
        for host in selection:
            if not host.is_connected:
                faults.append(
                    Message("host-disconnected", "The host {host} is disconnected.", host=host.name)
                )
            elif self._removing and not host.maintenance:
                faults.append(
                    Message(
                        "host-not-in-maintenance",
                        "Put the host {host} into maintenance first.",
                        host=host.name,
                    )
                )
        if not self._removing:
            faults += members.unfit(vc, [host.moid for host in selection], self.switches)
        return moids, faults

    def _joins(self, host, attached):
        return host.is_connected and host.moid not in attached

    def _leaves(self, host, attached):
        return host.maintenance

    def _attached(self, vc):
        """The hosts that are on all of the switches."""
        datacenter = self.target.datacenter_of(vc)
        managed = [switches.find(vc, datacenter, switch.name) for switch in self.switches]
        sets = [members.members(vc, dvs) if dvs else set() for dvs in managed]
        return set.intersection(*sets) if sets else set()


class AttachHosts(NetworkStep):
    """Makes hosts members of the switches; undoing takes those off that were not before.

    All of the cluster that are connected, or those that were ``checked`` by :class:`CheckHosts`.
    """

    def __init__(self, target, network, checked=False):
        super().__init__(
            target,
            "attach",
            Message("step-attach-hosts", "Attach the hosts to the switches"),
            network,
        )
        self._checked = checked

    def run(self, work):
        for number, switch in enumerate(self.switches):
            visit(work, self.target, lambda vc, switch=switch: self._attach(work, vc, switch))
            work.progress(100 * (number + 1) / len(self.switches), switch.name)

    def undo(self, work):
        for name, hosts in work.recall(_ATTACHED, {}).items():
            visit(
                work,
                self.target,
                lambda vc, name=name, hosts=hosts: detach(work, vc, self.target, name, hosts),
            )

    def _attach(self, work, vc, switch):
        cluster = look(vc, self.target)
        hosts = check.connected(cluster)
        if self._checked:
            hosts = [moid for moid in hosts if moid in work.recall(_HOSTS)]
        elif len(hosts) < len(cluster.hosts):
            left = sorted(host.name for host in cluster.hosts if not host.is_connected)
            work.say(
                Message(
                    "hosts-left-out",
                    "Skipped because they are disconnected: {hosts}.",
                    hosts=list(left),
                )
            )
        dvs = ensure(work, vc, self.target, switch)
        missing = set(hosts) - members.members(vc, dvs)
        if missing:
            _add_note(work, _ATTACHED, switch, missing)
            record.attach(work, self.target, switch.name, missing)
            members.add(work, vc, dvs, switch, missing)


class DetachHosts(NetworkStep):
    """Takes the hosts that :class:`CheckHosts` chose off the switches; undoing puts them back."""

    def __init__(self, target, network):
        super().__init__(
            target,
            "detach",
            Message("step-detach-hosts", "Detach the hosts from the switches"),
            network,
        )

    def run(self, work):
        for number, switch in enumerate(self.switches):
            visit(work, self.target, lambda vc, switch=switch: self._detach(work, vc, switch))
            work.progress(100 * (number + 1) / len(self.switches), switch.name)

    def undo(self, work):
        for switch in self.switches:
            if hosts := work.recall(_DETACHED, {}).get(switch.name):
                visit(
                    work,
                    self.target,
                    lambda vc, switch=switch, hosts=hosts: self._attach(work, vc, switch, hosts),
                )

    def _detach(self, work, vc, switch):
        dvs = switches.find(vc, self.target.datacenter_of(vc), switch.name)
        attached = members.members(vc, dvs) & set(work.recall(_HOSTS)) if dvs else set()
        if attached:
            _add_note(work, _DETACHED, switch, attached)
            if not members.remove(work, vc, dvs, switch.name, attached):
                raise StillUsed(
                    Message(
                        "hosts-in-use",
                        "Virtual machines on {hosts} use {switch}. Move them to other hosts first.",
                        switch=switch.name,
                        hosts=members.names(vc, attached),
                    )
                )
        record.detach(work, self.target, switch.name, work.recall(_HOSTS))

    def _attach(self, work, vc, switch, hosts):
        dvs = switches.find(vc, self.target.datacenter_of(vc), switch.name)
        if dvs is not None:
            record.attach(work, self.target, switch.name, hosts)
            members.add(work, vc, dvs, switch, hosts)


class StillUsed(Exception):
    """Something cannot be removed because it is used."""


class LeaveMaintenance(ClusterStep):
    """Takes the chosen hosts out of maintenance; undoing puts those back that were in it."""

    def __init__(self, target):
        super().__init__(
            target,
            "maintenance",
            Message("step-leave-maintenance", "Take the hosts out of maintenance"),
        )

    def run(self, work):
        for moid in work.recall(_HOSTS):
            visit(work, self.target, lambda vc, moid=moid: self._leave(work, vc, moid))

    def undo(self, work):
        for moid in work.recall(_LEFT, ()):
            visit(work, self.target, lambda vc, moid=moid: self._enter(work, vc, moid))

    def _leave(self, work, vc, moid):
        host = objects.of(vc, vim.HostSystem, moid)
        if host.runtime.inMaintenanceMode:
            work.note(_LEFT, sorted({*work.recall(_LEFT, ()), moid}))
            what = Message(
                "task-leave-maintenance", "Take {host} out of maintenance", host=host.name
            )
            tasks.run(work, lambda: host.ExitMaintenanceMode_Task(timeout=0), what)

    def _enter(self, work, vc, moid):
        host = objects.of(vc, vim.HostSystem, moid)
        if not host.runtime.inMaintenanceMode:
            what = Message("task-enter-maintenance", "Put {host} into maintenance", host=host.name)
            tasks.run(work, lambda: host.EnterMaintenanceMode_Task(timeout=0), what)


def _add_note(work, key, switch, hosts):
    by_switch = work.recall(key, {})
    work.note(key, {**by_switch, switch.name: sorted({*by_switch.get(switch.name, ()), *hosts})})
