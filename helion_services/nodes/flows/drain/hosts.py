"""Steps that drain compute hosts, and fill them again when the operation is rolled back."""

import time

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.base.operations.patience import patiently
from helion_services.nodes.flows.drain import migrations
from helion_services.nodes.flows.drain.migrator import MigrationFailed, Migrator
from helion_services.nodes.flows.drain.modes import (
    COLD,
    VmMigration,
    migration_mode,
    vm_broken,
    vm_not_migratable,
)
from helion_services.nodes.flows.drain.settling import settle
from helion_services.nodes.flows.drain.stalled import is_busy
from helion_services.overcloud import allocations, api, hypervisors, services, vms
from helion_services.overcloud.disable import reason

# Keys of an operation's notes: they are stored.
_AWAY, _BACK = "moves", "moves back"
_ENABLED = "reopened services"

PASSES = 3
_LONGEST = 60.0  # seconds until nothing may be left


class DrainHosts(Step):
    """Migrates every virtual machine off hosts whose services are disabled; undoing migrates back.

    ``mode`` is ``live``, in which those that are shut off are migrated cold all the same, or
    ``cold``.
    """

    weight = 10

    def __init__(self, hosts, mode):
        super().__init__(
            "move",
            Message(
                "drain-hosts", "Migrate the virtual machines away from {hosts}", hosts=list(hosts)
            ),
        )
        self._hosts = hosts
        self._cold = mode == COLD

    def run(self, work):
        nova = api.compute(work.clouds)
        migrator = Migrator(work, nova, _AWAY)
        remaining = patiently(work, lambda: self._remaining(nova, migrator.migrations))
        # Machines that were being built when the service was disabled appear late.
        for _ in range(PASSES):
            migrator.add(VmMigration(vm.id, vm.name, vm.host, cold=self._cold) for vm in remaining)
            failures = migrator.run()
            if failures:
                raise MigrationFailed(*failures.values())
            remaining = patiently(work, lambda: self._remaining(nova, migrator.migrations))
            if not remaining:
                break

    def undo(self, work):
        if not work.recall(_AWAY):
            return
        nova = api.compute(work.clouds)
        away = [
            migration
            for migration in Migrator(work, nova, _AWAY).migrations.values()
            if migration.tries
        ]
        back = Migrator(work, nova, _BACK)
        settle(work, nova, [migration for migration in away if migration.vm not in back.migrations])
        returning = patiently(work, lambda: list(self._returning(nova, away, back)))
        open_hosts = _enable(work, nova, {migration.target for migration in returning})
        back.add(migration for migration in returning if migration.target in open_hosts)
        for message in back.run(back=True).values():
            work.say(Message("vm-not-migrated-back", "Not migrated back: {reason}", reason=message))
        for migration in returning:
            if migration.target not in open_hosts:
                work.say(
                    Message(
                        "vm-host-down",
                        "Not migrated back: {vm}. Its host {host} is down.",
                        vm=migration.name,
                        host=migration.target,
                    )
                )
        _disable_again(work, nova)
        broken = patiently(
            work,
            lambda: [vm for migration in away if _is_broken(vm := vms.get(nova, migration.vm))],
        )
        if broken:
            raise MigrationFailed(*map(vm_broken, broken))

    def _remaining(self, nova, pending):
        """Virtual machines on the hosts that have no migration yet.

        Raises :class:`MigrationFailed` for those that cannot be migrated.
        """
        names = nova_names(nova, self._hosts)
        remaining = [vm for name in names for vm in vms.on_host(nova, name) if vm.id not in pending]
        obstacles = [
            vm_not_migratable(vm)
            for vm in remaining
            if not is_busy(vm) and migration_mode(vm, self._cold) is None
        ]
        for name in names:
            obstacles += _unconfirmed(nova, name, pending)
        if obstacles:
            raise MigrationFailed(*obstacles)
        return remaining

    def _returning(self, nova, away, back):
        """Migrations back to where they were, of those that are elsewhere."""
        for migration in away:
            vm = vms.get(nova, migration.vm)
            if migration.vm in back.migrations:
                yield back.migrations[migration.vm]
            elif vm and vm.host != migration.source and not _is_broken(vm):
                yield VmMigration(vm.id, vm.name, vm.host, target=migration.source, cold=self._cold)


class VerifyEmpty(Step):
    """Fails unless no virtual machine is on the hosts, nor under way from or to them, and nothing
    holds allocations on them.

    Such allocations would prevent the deletion of their resource providers, when the hosts are gone
    already. Those that Nova left behind are removed.
    """

    def __init__(self, hosts):
        super().__init__(
            "empty",
            Message("verify-empty", "Verify that {hosts} are empty", hosts=list(hosts))
            if len(hosts) > 1
            else Message("verify-host-empty", "Verify that {host} is empty", host=hosts[0]),
        )
        self._hosts = hosts

    def run(self, work):
        nova, placement = api.compute(work.clouds), api.placement(work.clouds)
        end = time.monotonic() + _LONGEST
        while True:
            work.check()
            rest = patiently(work, lambda: self._rest(nova))
            rest = rest or patiently(work, lambda: self._allocated(work, nova, placement))
            if not rest:
                return
            if time.monotonic() > end:
                raise MigrationFailed(*rest)
            work.sleep(work.poll)

    def _rest(self, nova):
        """A :class:`Message` for each virtual machine that is left."""
        messages = []
        for host, name in zip(self._hosts, nova_names(nova, self._hosts), strict=True):
            messages += [
                Message("vm-left", "{vm} is still on {host}.", vm=vm.name, host=host)
                for vm in vms.on_host(nova, name)
            ]
            messages += _under_way(nova, name)
        return messages

    def _allocated(self, work, nova, placement):
        """A :class:`Message` for each host on which Placement has allocations that are needed."""
        messages, machines = [], hypervisors.hypervisors(nova)
        for host, name in zip(self._hosts, nova_names(nova, self._hosts), strict=True):
            providers = [hypervisor.id for hypervisor in machines if hypervisor.host == name]
            reasons = [
                reason
                for provider in providers
                for reason in allocations.clear(work, nova, placement, name, provider)
            ]
            if reasons:
                messages.append(
                    Message(
                        "host-allocated",
                        "Placement still has allocations on {host}. {reasons}",
                        host=host,
                        reasons=reasons,
                    )
                )
        return messages


def nova_names(nova, hosts):
    """What Nova calls these hosts, in their order."""
    by_name = services.of(hosts, services.services(nova))
    return [by_name[host].host if host in by_name else host for host in hosts]


def _under_way(nova, host):
    for migration in migrations.unsettled(nova, host):
        vm = vms.get(nova, migration.vm)
        # A record that was never closed may stay behind; then nothing is going on.
        if vm and vm.host != host and (is_busy(vm) or vm.status == "VERIFY_RESIZE"):
            yield Message(
                "vm-migrating",
                "{vm} is still being migrated ({status}).",
                vm=vm.name,
                status=migration.status,
            )


def _unconfirmed(nova, host, pending):
    """Unconfirmed resizes of other people away from a host."""
    for migration in migrations.unsettled(nova, host):
        if migration.verdict != migrations.HALTED or migration.vm in pending:
            continue
        vm = vms.get(nova, migration.vm)
        if vm and vm.status == "VERIFY_RESIZE" and vm.host != host:
            yield Message(
                "resize-unconfirmed",
                "The resize of {vm} away from {host} is not confirmed yet. Confirm or revert it.",
                vm=vm.name,
                host=host,
            )


def _enable(work, nova, hosts):
    """Let the scheduler use those of ``hosts`` that are up; returns these.

    Those that others disabled are remembered, for :func:`_disable_again`.
    """

    def enable():
        up = [
            service for service in services.services(nova) if service.host in hosts and service.up
        ]
        for service in up:
            if service.enabled:
                continue
            if service.reason != reason(work):
                reasons = work.recall(_ENABLED) or {}
                work.note(_ENABLED, {**reasons, service.id: service.reason or "disabled"})
            services.enable(nova, service)
        return {service.host for service in up}

    return patiently(work, enable)


def _disable_again(work, nova):
    """Disable again what was disabled before the operation, for the reason it had."""
    reasons = work.recall(_ENABLED) or {}

    def disable():
        for service in services.services(nova):
            if service.id in reasons and service.enabled:
                services.disable(nova, service, reasons[service.id])

    if reasons:
        patiently(work, disable)


def _is_broken(vm):
    return vm is not None and vm.status == "ERROR"
