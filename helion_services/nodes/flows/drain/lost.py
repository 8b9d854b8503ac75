"""Migrations that Nova lost: their records stay as they were when it died."""

import time

from helion_services.nodes.flows.drain.move import busy
from helion_services.nodes.overcloud import migrations

_PATIENCE = 60.0  # seconds that the record of one may lag behind its virtual machine


class Watch:
    """How long virtual machines have rested although a migration of theirs is under way."""

    def __init__(self):
        self._since = {}

    def is_lost(self, vm, migration):
        """Whether nothing has been going on for so long that ``migration`` never will."""
        if busy(vm) or migration.verdict != migrations.BUSY:
            self._since.pop(vm.id, None)
            return False
        since = self._since.setdefault(vm.id, time.monotonic())
        return time.monotonic() - since >= _PATIENCE
