"""Rolling an image out to the servers of a role: batches of servers, one after the other.

A batch that fails is put back as a whole, and the rollout goes on with the next one until too many
servers have failed. What is done stays done: the way back is a rollout of the former images.
"""

import dataclasses

from helion_services.base import messages, problems
from helion_services.base.cloud_errors import cause
from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.base.operations.work import Cancelled
from helion_services.nodes import clusters, rebuild, stack, undercloud
from helion_services.nodes import snapshot as snapshots
from helion_services.nodes.flows import drain, retries, stack_changes
from helion_services.nodes.flows.stack import rolemap
from helion_services.nodes.rules import BLOCK, quorum, takedown

# Keys of an operation's notes: they are stored.
_FAILED, _DONE = "failed servers", "rebuilt servers"
_POSITION, _FAILURE, _ENDED = "position", "failure", "ended"
_CONFIRMATION = "confirmation requested"

_UNDO_TRIES = 3
_CATCH_UP = 1800.0  # seconds for a member of a cluster to be in sync again


class RolloutStopped(Exception):
    """The rollout ends before all servers have their image; made with a message."""


def steps(request):
    """The steps of a :class:`~.requests.Rollout`."""
    total = len(request.batches)
    batches = [Batch(request, number, total) for number in range(1, total + 1)]
    return (*batches, Conclude(request))


class Batch(Step):
    """Drains some servers, replaces their image and waits for them; a failure puts them back.

    Its parts are steps themselves, which keep their notes apart from those of other batches.
    """

    weight = 30

    def __init__(self, request, number, total):
        self._request, self._number, self._last = request, number, number == total
        self._rows = request.batches[number - 1]
        self._names = [row["name"] for row in self._rows]
        super().__init__(
            f"batch-{number}",
            Message(
                "rollout-batch",
                "Batch {number}: replace the image of {servers}",
                number=number,
                servers=self._names,
            ),
        )

    def run(self, work):
        own = self._scope(work)
        if not own.recall(_ENDED):
            self._wait(work)
            self._work_on(work, own)
        self._stop_if_due(work, own)

    def undo(self, work):
        """Put a batch back that was interrupted; raise RolloutStopped for one that is done."""
        own = self._scope(work)
        if set(self._names) <= set(work.recall(_DONE, [])):
            self._enable(work, own)
            raise RolloutStopped(
                Message("rollout-image-kept", "{servers} keep the new image.", servers=self._names)
            )
        if not own.recall(_ENDED):
            self._put_back(work, own, self._parts())

    def _scope(self, work):
        return _Scope(work, f"batch {self._number}: ")

    def _work_on(self, work, own):
        parts = self._parts()
        if own.recall(_FAILURE) is None:
            try:
                self._run(own, parts)
            except Exception as error:
                self._note_failure(own, error)
        if own.recall(_FAILURE) is None:
            self._add(work, _DONE)
            self._enable(work, own)
        else:
            with work.uninterrupted():
                self._put_back(work, own, parts)
            if not own.recall(_FAILURE).get("cancelled"):
                self._add(work, _FAILED)
        own.note(_ENDED, True)

    def _add(self, work, key):
        """Add the servers to those of a note, unless they are among them."""
        work.note(key, list(dict.fromkeys([*work.recall(key, []), *self._names])))

    def _parts(self):
        request, rows = self._request, self._rows
        replace = ReplaceImages(request.stack, request.role, rows)
        if request.kind == "controller":
            return (VerifyQuorum(request.role, self._names), replace)
        if request.kind != "compute":
            return (replace,)
        return (
            drain.DisableServices(self._names),
            drain.DrainHosts(self._names, request.migration),
            drain.VerifyEmpty(self._names),
            replace,
            drain.WaitForReports(self._names),
        )

    def _run(self, own, parts):
        for position in range(own.recall(_POSITION, 0), len(parts)):
            own.begin_part(parts[position].title, position, len(parts))
            own.note(_POSITION, position)
            parts[position].run(own)

    def _enable(self, work, own):
        if self._request.kind != "compute":
            return
        try:
            with work.uninterrupted():
                drain.EnableServices(self._names).run(own)
        except Exception:
            work.keep()  # a retry enables them
            raise

    def _note_failure(self, own, error):
        message = cause(error)
        fact = messages.fact(message) or {"code": "step-failed", "params": {}}
        own.note(
            _FAILURE,
            {
                **fact,
                "detail": messages.text(message),
                "cancelled": isinstance(error, Cancelled),
            },
        )
        if not isinstance(error, Cancelled):
            own.say(
                Message(
                    "rollout-batch-failed",
                    "{servers}: {reason} They are put back.",
                    servers=self._names,
                    reason=message,
                )
            )

    def _put_back(self, work, own, parts):
        """Undo the parts that were begun. Raises what prevents it; the rollout ends then."""
        for position in range(own.recall(_POSITION, -1), -1, -1):
            for again in range(_UNDO_TRIES - 1, -1, -1):
                try:
                    parts[position].undo(own)
                    break
                except Exception:
                    if not again:
                        work.keep()
                        raise
                    work.sleep(work.poll)

    def _wait(self, work):
        """Wait between two batches, and while somebody has paused the rollout."""
        message = Message(
            "rollout-paused",
            "Paused before batch {number} of {total}. Continue or cancel it.",
            number=self._number,
            total=len(self._request.batches),
        )
        if self._number == 2 and self._request.confirm_first_batch:
            if not work.recall(_CONFIRMATION):
                message = Message(
                    "rollout-asks",
                    "The first batch is done. Check its servers, then continue or cancel.",
                )
            work.request_pause(_CONFIRMATION)
        elif self._number > 1 and self._request.pause:
            self._interruptible(work, lambda: self._pass_time(work))
        self._interruptible(work, lambda: work.hold(message))

    def _pass_time(self, work):
        ticks = iter(range(self._request.pause))
        what = Message("rollout-pausing", "the pause between two batches to end")
        work.until(
            lambda: next(ticks, None) is None or work.pause_requested,
            what,
            self._request.pause + 60.0,
        )

    def _interruptible(self, work, act):
        try:
            act()
        except Cancelled:
            self._stop(work, Cancelled.message)

    def _stop_if_due(self, work, own):
        """End the rollout if it was cancelled, or too many servers failed."""
        failure = own.recall(_FAILURE)
        if failure and failure["cancelled"]:
            self._stop(work, Cancelled.message)
        if failure and len(work.recall(_FAILED, [])) > self._request.maximum_failures:
            self._stop(work, _stored(failure))
        if not self._last:
            self._interruptible(work, work.check)

    def _stop(self, work, reason):
        done = work.recall(_DONE, [])
        if not done:
            if reason is Cancelled.message:
                raise Cancelled
            raise RolloutStopped(reason)
        work.keep()
        total = sum(map(len, self._request.batches))
        raise RolloutStopped(
            Message(
                "rollout-stopped",
                "Stopped after {count} of {total} servers. {reason} {servers} have the new image.",
                count=len(done),
                total=total,
                reason=reason,
                servers=done,
            )
        )


class VerifyQuorum(Step):
    """Fails unless the controllers keep their quorum while some of them are rebuilt."""

    def __init__(self, role, names):
        super().__init__("quorum", Message("verify-quorum", "Verify the quorum of the controllers"))
        self._role, self._names = role, names

    def run(self, work):
        snapshot = snapshots.take(_Patient(work.runtime.conf, work.clouds))
        members = snapshot.members_of(snapshot.rolemap.by_name[self._role])
        alive = sum(member.alive for member in members if member.name not in self._names)
        check = quorum.controllers(alive, len(members), self._names, True)
        if check.result == BLOCK:
            raise problems.Conflict(check.message)
        self._wait_for_clusters(work)

    def _wait_for_clusters(self, work):
        """A member that was rebuilt before takes some time to catch up."""
        what = Message("the-clusters", "the clusters of the controllers")
        conf = work.runtime.conf.nodes

        def keep_serving():
            check = takedown.check(self._names, clusters.take(conf))
            if check.result == BLOCK:
                work.hold_up(check.message)
                return False
            work.go_on()
            return True

        work.until(keep_serving, what, _CATCH_UP, work.poll)


@dataclasses.dataclass(frozen=True, eq=False)
class _Patient:
    """A runtime that bears that a service is away for a while."""

    conf: object
    clouds: object


class ReplaceImages(Step):
    """Has Heat rebuild servers with another image; undoing rebuilds them with the former one.

    Neither is interrupted: half an image is of no use.
    """

    weight = 20

    def __init__(self, name, role, rows):
        names = [row["name"] for row in rows]
        super().__init__(
            "stack", Message("replace-images", "Replace the image of {servers}", servers=names)
        )
        self._name, self._role, self._rows = name, role, rows

    def run(self, work):
        work.note("image replaced", True)
        with work.uninterrupted():
            self._set(work, "value", "image")

    def undo(self, work):
        if work.recall("image replaced"):
            stack_changes.settle(work, undercloud.heat(work.clouds), self._name)
            self._set(work, "former_value", "former")

    def _set(self, work, value, image):
        ids = [row["server"] for row in self._rows]
        rebuild.settle(work, self._name, ids)
        rebuild.reset_errors(work, self._name, ids)
        current = stack.get(undercloud.heat(work.clouds), self._name, outputs=False)
        if current is None:
            raise stack.StackFailed(
                Message("stack-gone", "The stack “{stack}” no longer exists.", stack=self._name)
            )
        role = rolemap(work).by_name[self._role]
        values = {row["index"]: row[value] for row in self._rows}
        if not values.keys() <= set(stack.present(current.parameters, role)):
            raise stack.ScaleError(retries.OUTDATED)
        changes = stack.reimage(current.parameters, role, values)
        try:
            stack_changes.update(work, self._name, changes, tries=1)
        except stack.StackFailed:
            rebuild.explain(work, self._name, ids)
            raise
        rebuild.ensure(work, self._name, {row["server"]: row[image] for row in self._rows})


class Conclude(Step):
    """Ends a rollout as failed if servers failed; all others stay."""

    def __init__(self, request):
        super().__init__(
            "outcome", Message("verify-images", "Verify that all servers have the image")
        )
        self._total = sum(map(len, request.batches))

    def run(self, work):
        failed = work.recall(_FAILED, [])
        if failed:
            work.keep()
            raise RolloutStopped(
                Message(
                    "rollout-incomplete",
                    "{count} of {total} servers have the new image. {servers} failed and keep the"
                    " former one.",
                    count=self._total - len(failed),
                    total=self._total,
                    servers=failed,
                )
            )


class _Scope:
    """The work of a step, with notes of its own for one batch, and progress within it."""

    def __init__(self, work, prefix):
        self._work, self._prefix = work, prefix
        self._position, self._count = 0, 1

    def __getattr__(self, name):
        return getattr(self._work, name)

    def recall(self, key, default=None):
        return self._work.recall(self._prefix + key, default)

    def note(self, key, value):
        self._work.note(self._prefix + key, value)

    def begin_part(self, title, position, count):
        """The part at ``position`` of ``count`` begins."""
        self._position, self._count = position, count
        if self.recall(_POSITION) != position:
            self.say(title)
        self.progress(0, title)

    def progress(self, percent, message=None):
        self._work.progress((self._position * 100 + percent) / self._count, message)


def _stored(failure):
    return messages.Stored(failure["detail"], failure["code"], failure["params"])
