"""Bringing migrations that are under way to their end, before anything else is done."""

from helion_services.base.overcloud import vms
from helion_services.base.overcloud.patience import patiently
from helion_services.nodes.flows.drain import lost
from helion_services.nodes.flows.drain.move import busy
from helion_services.nodes.overcloud import migrations

_LONGEST = 600.0  # seconds


def settle(work, nova, moves):
    """Break off live migrations of ``moves``, take back cold ones that are halted, wait for others.

    Afterwards each virtual machine rests on one host or another.
    """
    rest, aborted, watch = list(moves), set(), lost.Watch()

    def look():
        for move in list(rest):
            if patiently(work, lambda move=move: _settled(nova, move, aborted, watch)):
                rest.remove(move)
        return not rest

    work.until(look, "virtual machines to come to rest", _LONGEST, work.poll)


def _settled(nova, move, aborted, watch):
    vm = vms.get(nova, move.vm)
    if vm is None:
        return True
    ours = move.ours(migrations.newest(nova, move.vm))
    if ours is None or ours.verdict in (migrations.DONE, migrations.FAILED):
        return not busy(vm)
    if watch.is_lost(vm, ours):
        return True
    if ours.verdict == migrations.HALTED:
        migrations.revert(nova, move.vm)
    elif ours.live and ours.id not in aborted:
        # Not before it runs will Nova let go of it: it may have to be asked again.
        migrations.abort(nova, ours)
        if ours.status == "running":
            aborted.add(ours.id)
    return False
