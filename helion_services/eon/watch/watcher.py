"""The thread that watches one vCenter: it reads all, waits for changes, and reads again."""

import logging
import threading
import time

from pyVmomi import vmodl

from helion_services.base.messages import Message
from helion_services.base.times import now
from helion_services.eon import inventory_store, states
from helion_services.eon.models import Manager
from helion_services.eon.vcenter import failures, inventory, logins, session, walk

LOG = logging.getLogger(__name__)

_WAIT = 10  # seconds that a vCenter holds a question for changes
_UNREADABLE = Message(
    "inventory-unreadable",
    "The vCenter's answer cannot be read. See the log of the service.",
)
_PAUSE = 1.0  # seconds to let further changes come before all is read again


class Watcher(threading.Thread):
    """Keeps the rows of one vCenter up to date, until it is stopped."""

    def __init__(self, runtime, manager_id):
        super().__init__(name=f"vcenter-{manager_id}", daemon=True)
        self._runtime = runtime
        self._manager_id = manager_id
        self._stopping = threading.Event()
        self._collector = None
        self._follows = False

    def stop(self):
        """Ask it to end, which it does immediately if it only waits for changes."""
        self._stopping.set()
        collector = self._collector
        if collector is not None:
            threading.Thread(target=_cancel, args=(collector,), daemon=True).start()

    def run(self):
        while not self._stopping.is_set():
            try:
                self._watch()
            except failures.SessionLost:
                self._stopping.wait(_PAUSE)
                continue
            except failures.VCenterProblem as exc:
                if self._follows and isinstance(exc, failures.Unreachable):
                    # A connection that breaks says nothing yet: the next one is tried first.
                    self._stopping.wait(_PAUSE)
                    continue
                self._failed(exc)
            except vmodl.MethodFault as exc:
                self._failed(
                    failures.Unreachable(
                        Message(
                            "inventory-refused",
                            "vCenter refuses to be read: {reason}",
                            reason=exc.msg,
                        )
                    )
                )
            except Exception:
                LOG.exception("watching vCenter %s failed", self._manager_id)
                self._failed(failures.Unreachable(_UNREADABLE))
            self._wait()

    def _wait(self):
        """Wait until the vCenter may be tried again."""
        self._stopping.wait(self._runtime.conf.eon.retry)
        while not self._stopping.is_set() and self._is_paused():
            self._stopping.wait(self._runtime.conf.eon.retry)

    def _is_paused(self):
        with self._runtime.db.reader() as database:
            manager = database.get(Manager, self._manager_id)
        return manager is not None and logins.is_paused(manager)

    def _watch(self):
        """Log in, and follow what happens there as long as that lasts."""
        self._follows = False
        options = self._runtime.conf.eon
        timeout = max(options.timeout, _WAIT + 10)
        with session.open(self._runtime, self._manager_id, timeout) as vcenter:
            self._reached(vcenter.about)
            version = ""
            collector = vcenter.content.propertyCollector
            collector.CreateFilter(
                walk.filter_of(vcenter.content.rootFolder, inventory.STRUCTURE), False
            )
            while not self._stopping.is_set():
                version = self._news(collector, version) or version
                self._write(inventory.read(vcenter.si))
                self._follows = True
                version = self._until_changed(collector, version, options.refresh)

    def _until_changed(self, collector, version, refresh):
        """Wait for a change, but no longer than ``refresh`` seconds; returns the new version."""
        end = time.monotonic() + refresh
        while not self._stopping.is_set():
            left = end - time.monotonic()
            if left <= 0:
                return version
            changed = self._news(collector, version, min(_WAIT, max(1, int(left))))
            if changed:
                self._stopping.wait(_PAUSE)
                return changed
            self._still_there()
        return version

    def _news(self, collector, version, seconds=0):
        """The version after the next change, None if nothing changed in these ``seconds``."""
        options = vmodl.query.PropertyCollector.WaitOptions(maxWaitSeconds=seconds)
        self._collector = collector
        try:
            update = collector.WaitForUpdatesEx(version, options)
            while update is not None and update.truncated:
                update = collector.WaitForUpdatesEx(update.version, options)
        except vmodl.fault.RequestCanceled:
            return None
        finally:
            self._collector = None
        return update.version if update is not None else None

    def _write(self, content):
        with self._runtime.db.session() as database:
            manager = database.get(Manager, self._manager_id)
            if manager is None or self._stopping.is_set():
                return
            inventory_store.write(database, manager, content)

    def _reached(self, about):
        self._change(
            states.REGISTERED, None, version=about.version, build=about.build, last_contact=now()
        )

    def _still_there(self):
        with self._runtime.db.session() as database:
            manager = database.get(Manager, self._manager_id)
            if manager is not None:
                manager.last_contact = now()

    def _failed(self, problem):
        refused = not isinstance(problem, failures.Unreachable)
        LOG.warning("vCenter %s: %s", self._manager_id, problem.detail)
        self._change(states.REFUSED if refused else states.UNREACHABLE, problem.message)

    def _change(self, state, message, **values):
        with self._runtime.db.session() as database:
            manager = database.get(Manager, self._manager_id)
            if manager is None or self._stopping.is_set():
                return
            manager.state = state
            manager.state_reason = message and message.detail
            manager.state_fact = message and message.fact()
            for name, value in values.items():
                setattr(manager, name, value)


def _cancel(collector):
    try:
        collector.CancelWaitForUpdates()
    except Exception as exc:  # its thread ends a little later then
        LOG.debug("waiting could not be cancelled: %s", exc)
