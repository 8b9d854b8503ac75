"""The step that moves virtual machines off hosts, and back."""

from helion_services.base.operations import Step
from helion_services.base.overcloud import api, services, vms
from helion_services.base.overcloud.naming import MANY, listing
from helion_services.base.overcloud.patience import patiently
from helion_services.nodes.flows.drain import reopening
from helion_services.nodes.flows.drain.migrator import MoveFailed, Mover
from helion_services.nodes.flows.drain.move import COLD, Move, busy, way
from helion_services.nodes.flows.drain.settle import settle
from helion_services.nodes.overcloud import migrations

_AWAY, _BACK = "moves", "moves back"
_PASSES = 3


class MoveAway(Step):
    """Moves every virtual machine off hosts whose services are disabled; undoing moves them back.

    ``how`` is ``live``, which moves those that are shut off cold nevertheless, or ``cold``.
    """

    def __init__(self, hosts, how):
        super().__init__("move", f"Move the virtual machines away from {listing(hosts)}")
        self._hosts = hosts
        self._cold = how == COLD

    def run(self, work):
        nova = api.compute(work.clouds)
        mover = Mover(work, nova, _AWAY)
        new = patiently(work, lambda: self._new(nova, mover.moves))
        # What was being built on a host when its service was disabled turns up late.
        for _ in range(_PASSES):
            mover.add(Move(vm.id, vm.name, vm.host, cold=self._cold) for vm in new)
            failures = mover.drive("moved")
            if failures:
                raise MoveFailed(" ".join(failures.values()))
            new = patiently(work, lambda: self._new(nova, mover.moves))
            if not new:
                break

    def undo(self, work):
        if not work.recall(_AWAY):
            return
        nova = api.compute(work.clouds)
        away = [move for move in Mover(work, nova, _AWAY).moves.values() if move.tries]
        back = Mover(work, nova, _BACK)
        settle(work, nova, [move for move in away if move.vm not in back.moves])
        returning = patiently(work, lambda: list(self._returning(nova, away, back)))
        open_hosts = reopening.reopen(work, nova, {move.target for move in returning})
        back.add(move for move in returning if move.target in open_hosts)
        failures = back.drive("moved back", persevere=True)
        for sentence in failures.values():
            work.say(f"Not moved back: {sentence}")
        for move in returning:
            if move.target not in open_hosts:
                work.say(f"Not moved back: {move.name}; {move.target} is not up.")
        reopening.close(work, nova)
        lost = patiently(
            work, lambda: [vm for move in away if _broken(vm := vms.get(nova, move.vm))]
        )
        if lost:
            raise MoveFailed(" ".join(f"{vm.name} is in state ERROR: {vm.fault}." for vm in lost))

    def _new(self, nova, known):
        """Virtual machines on the hosts that are not among the moves yet.

        Raises :class:`MoveFailed` for those that cannot be moved.
        """
        found = services.of(self._hosts, services.services(nova))
        names = [found[host].host if host in found else host for host in self._hosts]
        new = [vm for name in names for vm in vms.on_host(nova, name) if vm.id not in known]
        texts = [
            f"{vm.name} is {vm.status}"
            for vm in new
            if not busy(vm) and way(vm, self._cold) is None
        ]
        texts += [text for name in names for text in _unconfirmed(nova, name, known)]
        if texts:
            raise MoveFailed(
                f"Not everything can be moved in the state that it is in: {listing(texts, MANY)}."
            )
        return new

    def _returning(self, nova, away, back):
        """Moves back to where they were, of those that are elsewhere."""
        for move in away:
            vm = vms.get(nova, move.vm)
            if move.vm in back.moves:
                yield back.moves[move.vm]
            elif vm and vm.host != move.source and not _broken(vm):
                yield Move(vm.id, vm.name, vm.host, target=move.source, cold=self._cold)


def _unconfirmed(nova, host, known):
    """Texts about others' resizes away from a host that somebody has yet to confirm."""
    for migration in migrations.unsettled(nova, host):
        if migration.verdict != migrations.HALTED or migration.vm in known:
            continue
        vm = vms.get(nova, migration.vm)
        if vm and vm.status == "VERIFY_RESIZE" and vm.host != host:
            yield f"the resize of {vm.name} away from {host} is not confirmed yet"


def _broken(vm):
    return vm is not None and vm.status == "ERROR"
