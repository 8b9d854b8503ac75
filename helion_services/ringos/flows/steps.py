"""The steps: weights change, rings reach the servers, replication moves the parts."""

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.ringos import builders, editing, pushing, replication

_ROUNDS = 12  # rebalances until a device must have no part


class PartsStay(Exception):
    """Parts do not leave a device; the first argument is a message."""


class Weigh(Step):
    """The devices keep, or get, a percentage of their weight, and replication moves parts.

    A rebalance moves one replica of a part at most, and the next one waits until it has arrived: so
    another one can be read all the time.
    """

    weight = 20

    def __init__(self, request, percent, title, *, leave=False):
        """:param leave: whether the devices must have no part at the end"""
        super().__init__(f"weight-{percent}", title)
        self._request, self._percent, self._leave = request, percent, leave

    def run(self, work):
        shift(work, self._request, self._percent, self._leave)

    def undo(self, work):
        """What was changed is put back by :class:`Begin`, all in one."""


class Begin(Step):
    """The rings are as they were planned; undone last, it puts the weights back."""

    def __init__(self, request):
        super().__init__("begin", Message("check-rings", "Check the rings"))
        self._request = request

    def run(self, work):
        for name in self._request.rings:
            if not editing.is_changed(work, name):
                folder = work.runtime.conf.ringos.rings_dir
                if editing.digest(folder, name) != self._request.digests[name]:
                    raise editing.RingEdited(editing.edited(name))

    def undo(self, work):
        names = [name for name in self._request.rings if editing.is_changed(work, name)]
        if not names:
            return
        if self._request.rows:
            shift(work, self._request, 0, True)
            _remove(work, self._request)
        else:
            for name in names:
                _weigh(work, self._request, name, 100, "undo")
            pushing.push(work.runtime.conf)
            work.say(
                Message(
                    "weights-back",
                    "The weights are as they were. Parts that have moved come back with the next"
                    " rebalances.",
                )
            )


class Add(Step):
    """The rings know the devices, without weight."""

    def __init__(self, request):
        super().__init__("add", Message("add-devices", "Add the devices to the rings"))
        self._request = request

    def run(self, work):
        for name in self._request.rings:
            editing.change(work, name, "add", self._adder(name))

    def _adder(self, name):
        def add(builder):
            for row in self._request.rows[name]:
                builder.add_dev({**row, "weight": 0.0})

        return add


class Remove(Step):
    """The rings forget the devices, which no longer have parts."""

    def __init__(self, request):
        super().__init__("remove", Message("remove-devices", "Remove the devices from the rings"))
        self._request = request

    def run(self, work):
        work.disallow_cancel()
        _remove(work, self._request)
        pushing.await_servers(work, self._request.lost)


def shift(work, request, percent, leave):
    """Set the weights, rebalance, push, and wait for replication; with ``leave``, until the devices
    have no part.
    """
    number = work.recall(f"round/{percent}", 0)
    while True:
        key = f"{percent}/{number}"
        remaining = 0
        for name in request.rings:
            _await_turn(work, name)
            remaining += _weigh(work, request, name, percent, key)
        pushing.push(work.runtime.conf)
        pushing.await_servers(work, request.lost)
        replication.await_parts(work, key, request.lost)
        if not (leave and remaining):
            return
        number += 1
        if number > _ROUNDS:
            raise PartsStay(_stay(remaining, number))
        work.note(f"round/{percent}", number)


def _await_turn(work, name):
    """Wait until the ring may be rebalanced again."""
    conf = work.runtime.conf.ringos

    def rest():
        return builders.load_again(conf.rings_dir, name).min_part_seconds_left

    def is_due():
        seconds = rest()
        if seconds:
            minutes = -(-seconds // 60)
            work.progress(
                0,
                Message(
                    "ring-rebalance-wait",
                    "The ring {ring} may be rebalanced again in {minutes} min.",
                    ring=name,
                    minutes=minutes,
                ),
            )
        return not seconds

    what = Message("ring-rebalance-due", "the next rebalance of the ring {ring}", ring=name)
    work.until(is_due, what, rest() + 3600, work.poll)


def _weigh(work, request, name, percent, key):
    """Set the weights in a ring and rebalance it; the parts that its devices have then."""
    weights = request.weights(name, percent)
    devices = [device for device in request.devices if device["ring"] == name]

    def act(builder):
        editing.check_devices(builder, name, devices)
        for ident, weight in weights.items():
            builder.set_dev_weight(ident, weight)
        builder.rebalance()

    builder = editing.change(work, name, key, act)
    return sum(builder.devs[ident].get("parts", 0) for ident in weights)


def _remove(work, request):
    for name in request.rings:
        devices = [device for device in request.devices if device["ring"] == name]

        def act(builder, name=name, devices=devices):
            editing.check_devices(builder, name, devices)
            count = sum(builder.devs[device["id"]].get("parts", 0) for device in devices)
            if count:
                raise PartsStay(_stay(count, 0))
            for device in devices:
                builder.remove_dev(device["id"])
            builder.rebalance()

        editing.change(work, name, "remove", act)
    pushing.push(work.runtime.conf)


def _stay(count, number):
    return Message(
        "parts-stay",
        "{count} parts are still on the devices after {rounds} rebalances: the other devices have"
        " no room for them, or may not take them by their zones.",
        count=count,
        rounds=number,
    )
