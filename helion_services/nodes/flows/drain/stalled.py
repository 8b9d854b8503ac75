"""Migrations that will never end: Nova's record and the virtual machine contradict each other."""

import time

from helion_services.nodes.flows.drain import migrations

_RECORD_LAGS = 60.0  # seconds that a record may lag behind its virtual machine
_MACHINE_LAGS = 300.0  # seconds that a virtual machine may lag behind its record
_MIGRATING = ("migrating", "resize_", "rebuild")  # task states, by their beginning


class Stalled:
    """Since when Nova contradicts itself; each worker measures anew."""

    def __init__(self):
        self._resting = {}
        self._stuck = {}

    def has_rested(self, vm, record):
        """Whether a virtual machine has rested so long that a ``record`` under way never ends.

        It stays as it was when Nova died.
        """
        contradict = not is_busy(vm) and record.verdict == migrations.BUSY
        return _lasts(self._resting, vm.id, contradict, _RECORD_LAGS)

    def is_stuck(self, vm, record):
        """Whether a virtual machine still migrates so long after its ``record`` (or None) ended."""
        ended = record is not None and record.verdict in (migrations.DONE, migrations.FAILED)
        contradict = ended and (vm.task_state or "").startswith(_MIGRATING)
        return _lasts(self._stuck, vm.id, contradict, _MACHINE_LAGS)


def is_busy(vm):
    """Whether Nova is doing something with a virtual machine that ends on its own."""
    return bool(vm.task_state) or vm.status == "BUILD"


def _lasts(since, key, contradict, seconds):
    if not contradict:
        since.pop(key, None)
        return False
    moment = time.monotonic()
    return moment - since.setdefault(key, moment) >= seconds
