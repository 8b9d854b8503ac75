"""Moves virtual machines, a few at a time, and judges each by its migrations."""

import dataclasses
import time

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.overcloud import api, services, vms
from helion_services.base.overcloud.patience import PATIENCE, patiently
from helion_services.nodes.flows.drain import lost
from helion_services.nodes.flows.drain.move import COLD, Move, busy, way
from helion_services.nodes.overcloud import migrations

IN_FLIGHT = 2  # at a time and host
_TRIES = 2
_LONGEST = 3600.0  # seconds for one try
_REFUSALS = (
    keystoneauth.BadRequest,
    keystoneauth.Forbidden,
    keystoneauth.NotFound,
    keystoneauth.Conflict,
    # What Nova answers when the state of a virtual machine changes while it accepts the request,
    # as when its owner deletes it: the next look tells.
    keystoneauth.InternalServerError,
)


class MoveFailed(Exception):
    """Virtual machines could not be moved."""

    code = "move-failed"


class Mover:
    """Some moves, remembered in the operation's notes under ``key``.

    Made anew from the notes after its worker died it goes on where that was.

    :ivar moves: by the id of their virtual machine
    """

    def __init__(self, work, nova, key):
        self._work = work
        self._nova = nova
        self._key = key
        self.moves = {values["vm"]: Move(**values) for values in work.recall(key, ())}
        self._ended = set()  # as far as this worker has seen
        self._begun = set()  # by this worker, so that Nova's answer is known
        self._refused = {}  # what Nova answered
        self._since = {}
        self._down = {}  # since when, by host
        self._watch = lost.Watch()

    def add(self, moves):
        """Remember further moves."""
        self.moves |= {move.vm: move for move in moves}
        self._note()

    def drive(self, where, persevere=False):
        """Move them all; returns sentences about those that failed, by id.

        ``where`` says where to: ``"moved"``. After a failure no other is begun, unless to
        ``persevere``, but those that were are brought to their end.
        """
        rest = [move for vm, move in self.moves.items() if vm not in self._ended]
        rest.sort(key=lambda move: -move.tries)  # those that are on their way already
        under_way, failures = [], {}
        while True:
            self._work.check()
            if persevere or not failures:
                rest = _fill(under_way, rest)
            if not under_way:
                return failures
            going_on = [move for move in under_way if not self._ends(move, failures)]
            self._work.progress(
                100 * len(self._ended) / len(self.moves),
                f"{len(self._ended)} of {len(self.moves)} virtual machines {where}",
            )
            if len(going_on) == len(under_way):
                self._work.sleep(self._work.poll)
            under_way = going_on

    def _ends(self, move, failures):
        """Whether a move has come to its end, good or, with a sentence in ``failures``, bad."""
        try:
            if not patiently(self._work, lambda: self._advance(move)):
                return False
            self._ended.add(move.vm)
        except MoveFailed as exc:
            failures[move.vm] = str(exc)
        return True

    def _advance(self, move):
        """Look at one and do what comes next; returns whether it has ended."""
        vm = vms.get(self._nova, move.vm)
        if vm is None:
            self._work.say(f"{move.name} was deleted meanwhile.")
            return True
        newest = migrations.newest(self._nova, move.vm)
        ours = move.ours(newest)
        if ours and ours.verdict == migrations.HALTED:
            migrations.confirm(self._nova, move.vm)
        going_on = ours and ours.verdict in (migrations.HALTED, migrations.BUSY)
        if busy(vm) or (going_on and not self._watch.is_lost(vm, ours)):
            self._keep_waiting(move, vm)
            return False
        if vm.status == "ERROR":
            raise MoveFailed(f"{vm.name} is in state ERROR: {vm.fault or 'Nova gives no reason'}.")
        if vm.host != move.source:
            return True
        self._begin(move, vm, ours, newest)
        return False

    def _begin(self, move, vm, ours, newest):
        """Begin a try with one that rests on its host: the first or, if that failed, the second.

        A try of which Nova has no record and this worker no memory was noted and never begun.
        """
        failed = ours or move.vm in self._begun
        if failed and move.tries >= _TRIES:
            reason = self._reason(move, ours)
            raise MoveFailed(f"{move.name} did not leave {move.source}: {reason}")
        how = way(vm, move.cold)
        if how is None:
            raise MoveFailed(f"{vm.name} cannot be moved while it is {vm.status}.")
        if self._is_returning(move.source):
            return
        if failed:
            reason = self._reason(move, ours)
            self._work.say(f"{move.name} is tried once more; it stays on {vm.host}: {reason}")
        if failed or not move.tries:
            move.tries += 1
            move.last = newest.id if newest else 0
            self._note()
        self._since[move.vm] = time.monotonic()
        begin = migrations.cold if how == COLD else migrations.live
        try:
            begin(self._nova, move.vm, move.target)
        except _REFUSALS as exc:
            self._refused[move.vm] = api.reason(exc)
        self._begun.add(move.vm)

    def _is_returning(self, host):
        """Whether a host that is down may still come back: a try would be lost on it.

        After a restart of the overcloud's Nova its hosts are down for some seconds.
        """
        service = services.of([host], services.services(self._nova)).get(host)
        if service is None or service.up:
            self._down.pop(host, None)
            return False
        return time.monotonic() - self._down.setdefault(host, time.monotonic()) < PATIENCE

    def _reason(self, move, ours):
        """Why the last try failed, as a sentence or several."""
        refused = self._refused.pop(move.vm, None)
        if refused:
            return refused
        if ours and ours.status == "cancelled":
            return "The migration was cancelled."
        if ours and ours.verdict == migrations.BUSY:
            return f"Nova has lost the migration; its record says “{ours.status}”."
        if ours and ours.status == "failed" and ours.live:
            # All that Nova's actions tell of it is success.
            return (
                f"The live migration to {ours.target} broke off; the log of nova-compute on"
                f" {move.source} tells more."
            )
        reason = migrations.why(self._nova, move.vm)
        return f"{reason}." if reason else "Nova gives no reason."

    def _keep_waiting(self, move, vm):
        since = self._since.setdefault(move.vm, time.monotonic())
        if time.monotonic() - since > _LONGEST:
            state = vm.task_state or vm.status
            raise MoveFailed(f"{vm.name} has been “{state}” for {_LONGEST / 60:.0f} minutes.")

    def _note(self):
        self._work.note(self._key, [dataclasses.asdict(move) for move in self.moves.values()])


def _fill(under_way, rest):
    """Add to ``under_way`` as many of ``rest`` as may be there; returns the others."""
    left = []
    for move in rest:
        if sum(other.lane == move.lane for other in under_way) < IN_FLIGHT:
            under_way.append(move)
        else:
            left.append(move)
    return left
