"""What the sensors of all nodes read: Ironic's exporter, and a real Prometheus that asks it."""

import contextlib
import os
import pathlib
import signal
import time

from helion_embedded import parent, prometheus
from helion_embedded.openstack import ironic
from helion_embedded.openstack.base import Service
from helion_embedded.ports import HOST

_MISSED = 6  # readings until those of a node are no longer shown


class Exporter(Service):
    """The readings that Ironic writes, for Prometheus."""

    name = "exporter"
    requires = ("ironic",)
    health_path = "/metrics"
    awaited = False

    def missing(self):
        return prometheus.missing()

    def environment(self, instance):
        return {"IRONIC_CONFIG": str(instance.state.configuration / "ironic" / "ironic.conf")}

    def application(self, instance):
        """The exporter; it would go on showing what nodes read that are deleted by now."""
        from ironic_prometheus_exporter.app.wsgi import application

        folder = pathlib.Path(instance.state.var(*ironic.READINGS))
        seconds = _MISSED * ironic.reading_interval(instance)
        application.before_request(lambda: forget_old(folder, seconds))
        return application


class Prometheus(Service):
    name = "prometheus"
    requires = ("exporter",)
    health_path = "/-/ready"
    awaited = False

    def missing(self):
        return prometheus.missing()

    def application(self, instance):
        """Become the daemon; does not return."""
        parent.die_with_parent(os.getppid(), signal.SIGTERM)
        target = f"{HOST}:{instance.ports[Exporter.name]}"
        interval = 10 if instance.quick else 30
        folder = instance.state.var(self.name)
        command = prometheus.command(folder, instance.ports[self.name], target, interval)
        os.execv(command[0], command)  # noqa: S606


def forget_old(folder, seconds):
    """Delete what nobody has written for this long: readings of nodes that are no longer read."""
    oldest = time.time() - seconds
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # it was just written anew, or deleted
            if path.stat().st_mtime < oldest:
                path.unlink()
