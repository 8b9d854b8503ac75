"""Ends migrations that an operation left under way."""

from helion_services.base.messages import Message
from helion_services.base.operations.patience import patiently
from helion_services.nodes.flows.drain import migrations
from helion_services.nodes.flows.drain.stalled import Stalled, is_busy
from helion_services.overcloud import vms

_LONGEST = 600.0  # seconds


def settle(work, nova, unfinished):
    """Bring migrations that are under way to their end, before anything else is done.

    Live ones are aborted, cold ones that are halted reverted, others waited for. Afterwards each
    virtual machine rests on a host.
    """
    rest, aborted, stalled = list(unfinished), set(), Stalled()

    def look():
        for migration in list(rest):
            if patiently(
                work, lambda migration=migration: _settle(nova, migration, aborted, stalled)
            ):
                rest.remove(migration)
        return not rest

    what = Message("waiting-migrations", "running migrations to end")
    work.until(look, what, _LONGEST, work.poll)


def _settle(nova, migration, aborted, stalled):
    """Do what ends a migration; returns whether it has ended."""
    vm = vms.get(nova, migration.vm)
    if vm is None:
        return True
    record = migration.own(migrations.newest(nova, migration.vm))
    if record is None or record.verdict in (migrations.DONE, migrations.FAILED):
        return not is_busy(vm) or stalled.is_stuck(vm, record)
    if stalled.has_rested(vm, record):
        return True
    if record.verdict == migrations.HALTED:
        migrations.revert(nova, migration.vm)
    elif record.live and record.id not in aborted:
        # Nova aborts it only once it runs: the request may have to be repeated.
        migrations.abort(nova, record)
        if record.status == "running":
            aborted.add(record.id)
    return False
