"""Migrates virtual machines, a few at a time, and judges each by Nova's migration records."""

import dataclasses
import time

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors
from helion_services.base.messages import Message
from helion_services.base.operations.patience import PATIENCE, patiently
from helion_services.nodes.flows.drain import migrations
from helion_services.nodes.flows.drain.modes import (
    COLD,
    EVACUATE,
    VmMigration,
    is_evacuable,
    migration_mode,
    vm_broken,
    vm_not_migratable,
)
from helion_services.nodes.flows.drain.stalled import Stalled, is_busy
from helion_services.overcloud import services, vms

IN_FLIGHT = 2  # at a time and host
_TRIES = 2
_MOST_REASONS = 20  # in an error; a host may have hundreds of virtual machines
_LONGEST = 3600.0  # seconds for one try
_REFUSALS = (
    keystoneauth.BadRequest,
    keystoneauth.Forbidden,
    keystoneauth.NotFound,
    keystoneauth.Conflict,
    # What Nova answers when the state of a virtual machine changes while it accepts the request,
    # as when its owner deletes it: the next look shows.
    keystoneauth.InternalServerError,
)


class MigrationFailed(Exception):
    """Virtual machines could not be migrated; made from a :class:`Message` for each reason."""

    def __init__(self, *reasons):
        shown = list(reasons[:_MOST_REASONS])
        if len(reasons) > len(shown):
            count = len(reasons) - len(shown)
            shown.append(Message("more-reasons", "And {count} more.", count=count))
        super().__init__(Message("move-failed", "{reasons}", reasons=shown))


class Migrator:
    """A set of migrations, remembered in the operation's notes under ``key``.

    Created anew from the notes after its worker died, it continues where that one was.

    :ivar migrations: :class:`VmMigration` by the id of the virtual machine
    """

    def __init__(self, work, nova, key):
        self._work = work
        self._nova = nova
        self._key = key
        self.migrations = {row["vm"]: VmMigration(**row) for row in work.recall(key, ())}
        self._finished = set()  # as far as this worker has seen
        self._begun = set()  # by this worker, whose answer from Nova it has
        self._refusals = {}  # what Nova answered
        self._since = {}
        self._down = {}  # since when, by host
        self._stalled = Stalled()

    def add(self, batch):
        """Remember further migrations."""
        self.migrations |= {migration.vm: migration for migration in batch}
        self._note()

    def run(self, back=False):
        """Migrate them all; returns a :class:`Message` about each that failed, by id.

        After a failure no other is begun, but those under way are waited for. On the way ``back``
        failures stop nothing.
        """
        rest = [migration for vm, migration in self.migrations.items() if vm not in self._finished]
        rest.sort(key=lambda migration: -migration.tries)  # those that are under way already
        under_way, failures = [], {}
        while True:
            self._work.check()
            if back or not failures:
                rest = _fill(under_way, rest)
            if not under_way:
                return failures
            unfinished = [other for other in under_way if not self._ends(other, failures)]
            self._report(back)
            if len(unfinished) == len(under_way):
                self._work.sleep(self._work.poll)
            under_way = unfinished

    def _report(self, back):
        count, total = len(self._finished), len(self.migrations)
        message = (
            Message(
                "vms-migrated-back",
                "{count} of {total} virtual machines migrated back.",
                count=count,
                total=total,
            )
            if back
            else Message(
                "vms-migrated",
                "{count} of {total} virtual machines migrated.",
                count=count,
                total=total,
            )
        )
        self._work.progress(100 * count / total, message)

    def _ends(self, migration, failures):
        """Whether a migration has ended; a failure is added to ``failures``."""
        try:
            if not patiently(self._work, lambda: self._advance(migration)):
                return False
            self._finished.add(migration.vm)
        except _Failed as exc:
            failures[migration.vm] = exc.args[0]
        return True

    def _advance(self, migration):
        """Look at a virtual machine and do what comes next; returns whether it has ended."""
        vm = vms.get(self._nova, migration.vm)
        if vm is None:
            self._work.say(Message("vm-deleted", "{vm} was deleted meanwhile.", vm=migration.name))
            return True
        newest = migrations.newest(self._nova, migration.vm)
        record = migration.own(newest)
        if record and record.verdict == migrations.HALTED:
            migrations.confirm(self._nova, migration.vm)
        active = record and record.verdict in (migrations.HALTED, migrations.BUSY)
        if is_busy(vm) or (active and not self._stalled.has_rested(vm, record)):
            self._keep_waiting(migration, vm, record)
            return False
        left = vm.host != migration.source
        # On a host that is down Nova may have given it up: that is no obstacle to rebuild it.
        if vm.status == "ERROR" and (left or not migration.evacuate):
            raise _Failed(vm_broken(vm))
        if left:
            return True
        self._begin(migration, vm, record, newest)
        return False

    def _begin(self, migration, vm, record, newest):
        """Begin a try for a machine that rests on its host: the first or, after a failure, another.

        A try without a record in Nova that this worker did not begin was noted and never begun.
        """
        failed = record or migration.vm in self._begun
        if failed and migration.tries >= _TRIES:
            raise _Failed(
                Message(
                    "vm-stayed",
                    "{vm} did not leave {host}: {reason}",
                    vm=migration.name,
                    host=migration.source,
                    reason=self._reason(migration, record),
                )
            )
        mode = EVACUATE if migration.evacuate else migration_mode(vm, migration.cold)
        if mode is None or (migration.evacuate and not is_evacuable(vm)):
            raise _Failed(vm_not_migratable(vm))
        if not migration.evacuate and self._may_return(migration.source):
            return
        if failed:
            self._work.say(
                Message(
                    "vm-tried-again",
                    "{vm} is tried again; it is still on {host}: {reason}",
                    vm=migration.name,
                    host=vm.host,
                    reason=self._reason(migration, record),
                )
            )
        if failed or not migration.tries:
            migration.tries += 1
            migration.last = newest.id if newest else 0
            self._note()
        self._since[migration.vm] = time.monotonic()
        try:
            self._request(mode, migration)
        except _REFUSALS as exc:
            self._refusals[migration.vm] = cloud_errors.reason(exc)
        self._begun.add(migration.vm)

    def _request(self, mode, migration):
        if mode == EVACUATE:
            migrations.evacuate(self._nova, migration.vm)
        elif mode == COLD:
            migrations.cold(self._nova, migration.vm, migration.target)
        else:
            migrations.live(self._nova, migration.vm, migration.target)

    def _may_return(self, host):
        """Whether a host that is down may still come back: a try would be lost on it.

        After a restart of the overcloud's Nova its hosts are down for some seconds.
        """
        service = services.of([host], services.services(self._nova)).get(host)
        if service is None or service.up:
            self._down.pop(host, None)
            return False
        return time.monotonic() - self._down.setdefault(host, time.monotonic()) < PATIENCE

    def _reason(self, migration, record):
        """Why the last try failed, as a :class:`Message`."""
        refusal = self._refusals.pop(migration.vm, None)
        if refusal:
            return Message("nova-reason", "{reason}", reason=refusal)
        if record and record.status == "cancelled":
            return Message("migration-cancelled", "The migration was cancelled.")
        if record and record.verdict == migrations.BUSY:
            return Message(
                "migration-stalled",
                "Nova has lost the migration; its record still has the status “{status}”.",
                status=record.status,
            )
        if record and record.status == "failed" and record.live:
            # Nova's actions show success.
            return Message(
                "live-migration-broke-off",
                "The live migration to {target} broke off. See nova-compute's log on {source}.",
                target=record.target,
                source=migration.source,
            )
        reason = migrations.why(self._nova, migration.vm)
        if reason:
            return Message("nova-reason", "{reason}", reason=f"{reason}.")
        return Message("nova-no-reason", "Nova gives no reason.")

    def _keep_waiting(self, migration, vm, record):
        if vm.host == migration.source and self._stalled.is_stuck(vm, record):
            raise _Failed(
                Message(
                    "vm-stuck",
                    "{vm} is still in state “{state}” on {host}, although its migration ended"
                    " ({status}). See nova-compute's log on {host}, then reset its state.",
                    vm=vm.name,
                    state=vm.task_state,
                    host=vm.host,
                    status=record.status,
                )
            )
        since = self._since.setdefault(migration.vm, time.monotonic())
        if time.monotonic() - since > _LONGEST:
            raise _Failed(
                Message(
                    "vm-busy-too-long",
                    "{vm} has been in state “{state}” for {minutes} minutes.",
                    vm=vm.name,
                    state=vm.task_state or vm.status,
                    minutes=round(_LONGEST / 60),
                )
            )

    def _note(self):
        rows = [dataclasses.asdict(migration) for migration in self.migrations.values()]
        self._work.note(self._key, rows)


class _Failed(Exception):
    """A migration failed; carries its :class:`Message`."""


def _fill(under_way, rest):
    """Add to ``under_way`` as many of ``rest`` as may be there; returns the others."""
    waiting = []
    for migration in rest:
        if sum(other.lane == migration.lane for other in under_way) < IN_FLIGHT:
            under_way.append(migration)
        else:
            waiting.append(migration)
    return waiting
