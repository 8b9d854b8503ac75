"""What the sensors of all nodes read: Ironic's exporter, and a real Prometheus that asks it."""

import os
import signal

from helion_embedded import parent, prometheus
from helion_embedded.openstack.base import Service
from helion_embedded.ports import HOST


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
        from ironic_prometheus_exporter.app.wsgi import application

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
