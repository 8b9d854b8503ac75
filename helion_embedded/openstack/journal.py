"""The undercloud's logs in one place, see :mod:`helion_embedded.journal`."""

import time

from helion_embedded import journal
from helion_embedded.openstack.base import Service
from helion_embedded.ports import HOST

_PAUSE = 0.5  # seconds between two looks at the log files


class Journal(Service):
    name = "journal"
    requires = ()
    health_path = "/machine"

    def missing(self):
        return journal.missing()

    def application(self, instance):
        """Serve, and copy what the services write, until the process is told to end."""
        folder = instance.state.var(self.name)
        writer = journal.Writer(folder)
        gateway = journal.serve(folder, HOST, instance.ports[self.name])
        tail = journal.Tail(instance.state.logs, folder / "offsets.json", {self.name})
        while gateway.poll() is None:
            journal.copy(tail, writer, folder)
            if not tail.behind:
                time.sleep(_PAUSE)
