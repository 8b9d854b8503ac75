"""The virtual machines on compute servers that leave: their fate, and what prevents it."""

import dataclasses

from helion_services.base.messages import Message
from helion_services.base.problems import Unavailable
from helion_services.nodes import compute_hosts
from helion_services.nodes.flows.drain.modes import (
    COLD,
    LIVE,
    is_evacuable,
    migration_mode,
)
from helion_services.nodes.flows.drain.stalled import is_busy
from helion_services.nodes.rules import blocked, compute_service, room
from helion_services.nodes.rules import vms as vm_rules
from helion_services.overcloud import server_groups

MIGRATION = (LIVE, COLD)
STRANDED = (compute_service.BLOCK, compute_service.EVACUATE, compute_service.DELETE)


@dataclasses.dataclass(frozen=True)
class Departure:
    """The virtual machines on compute servers that leave.

    :ivar vms: by the name of their host
    :ivar checks: whether they can leave
    :ivar evacuated: the hosts that are down and whose virtual machines are rebuilt elsewhere
    :ivar lost: the hosts that are down and whose virtual machines are deleted
    """

    vms: dict
    checks: tuple
    evacuated: tuple = ()
    lost: tuple = ()

    def changes(self):
        """A :class:`Message` for each host with virtual machines, and one for all without."""
        changes = [self._change(host, vms) for host, vms in self.vms.items() if vms]
        empty = [host for host, vms in self.vms.items() if not vms]
        if empty:
            text = "0 virtual machines are migrated: none is on {hosts}."
            changes.append(Message("vms-none-on-hosts", text, hosts=empty))
        return changes

    def request_part(self):
        """Keywords of :class:`~..flows.requests.ScaleIn`."""
        return {"evacuate": list(self.evacuated), "lost": list(self.lost)}

    def _change(self, host, vms):
        params = {"vms": [vm.name for vm in vms], "host": host}
        if host in self.evacuated:
            return Message(
                "vms-evacuated-from-host",
                "{vms}: rebuilt on other hosts, since {host} is down.",
                **params,
            )
        if host in self.lost:
            return Message("vms-deleted-with-host", "{vms}: deleted with {host}.", **params)
        return Message(
            "vms-leave-host",
            "{vms}: migrated away from {host}. Nova selects the new hosts.",
            **params,
        )


def look(runtime, members, migration, stranded):
    """The :class:`Departure` of those members that are compute hosts, by the overcloud's Nova.

    :param migration: of :data:`MIGRATION`
    :param stranded: what becomes of virtual machines on hosts that are down, of :data:`STRANDED`;
        None, as in plans of earlier releases, blocks
    """
    hosts = [member.name for member in members if member.role.kind == "compute"]
    if not hosts:
        return Departure({}, ())
    try:
        compute = compute_hosts.look(runtime.clouds, hosts)
    except Unavailable as exc:
        return Departure({}, (_unknown(hosts, exc),))
    down = [host for host, service in compute.services.items() if not service.up]
    evacuated = down if stranded == compute_service.EVACUATE else ()
    lost = down if stranded == compute_service.DELETE else ()
    moving = [vm for host, vms in compute.vms.items() if host not in lost for vm in vms]
    reporting = [
        compute_service.reporting(host, compute.services.get(host), compute.vms[host], stranded)
        for host in hosts
    ]
    immovable = [
        vm
        for host, vms in compute.vms.items()
        for vm in vms
        if host not in lost and not _is_movable(vm, host in evacuated, migration)
    ]
    checks = (_fits(moving, compute), *reporting, *_vm_checks(moving, immovable, compute.groups))
    return Departure(compute.vms, checks, tuple(evacuated), tuple(lost))


def _fits(moving, compute):
    apart = [group for group in compute.groups if group.policy == server_groups.ANTI_AFFINITY]
    return room.fits(
        *([dataclasses.asdict(row) for row in rows] for rows in (moving, compute.room, apart))
    )


def _vm_checks(moving, immovable, groups):
    together = [
        dataclasses.asdict(group) for group in groups if group.policy == server_groups.AFFINITY
    ]
    checks = (
        vm_rules.states(immovable) if moving else None,
        vm_rules.affinity(moving, together),
        vm_rules.features(moving),
    )
    return [check for check in checks if check]


def _is_movable(vm, evacuated, migration):
    """Whether a virtual machine can leave in its state; one that Nova works on is waited for."""
    if is_busy(vm):
        return True
    return is_evacuable(vm) if evacuated else migration_mode(vm, migration == COLD) is not None


def _unknown(hosts, problem):
    title = Message("check-vms", "Virtual machines")
    message = Message(
        "vms-unknown",
        "The virtual machines on {hosts} are unknown. {reason}",
        hosts=hosts,
        reason=problem.message,
    )
    return blocked("vms.known", title, message)
