"""The object store: a proxy and two storage servers, see :mod:`helion_embedded.swift`."""

import importlib.util
import shutil
import time

from helion_embedded import ini
from helion_embedded.openstack.base import Service
from helion_embedded.state import write_private
from helion_embedded.swift import rings, server, settings

_MISSING = (
    "no object store: the Debian package rsync is not installed",
    "no object store: the Python package swift is not installed",
)
_PATIENCE = 60  # seconds until the first server has made the rings


def missing():
    """One line that says what the object store lacks, or None."""
    if not shutil.which("rsync"):
        return _MISSING[0]
    return None if importlib.util.find_spec("swift") else _MISSING[1]


class Swift(Service):
    """The proxy, which is the API."""

    name = "swift"
    service_type = "object-store"
    endpoint_path = "/v1/AUTH_%(project_id)s"
    health_path = "/healthcheck"
    requires = ("keystone", *settings.SERVERS)
    awaited = False

    @property
    def port_names(self):
        return ("swift", *map(settings.port_name, (*settings.KINDS, "rsync")))

    def missing(self):
        return missing()

    def configuration(self, instance):
        folder = self.folder(instance)
        return {
            "swift.conf": settings.hashes(),
            "proxy-server.conf": settings.proxy(instance, folder),
        }

    def config_file(self, instance):
        return self.folder(instance) / "proxy-server.conf"

    def application(self, instance):
        """Serve until the process is told to end; returns None."""
        _wait_for_rings(self.folder(instance))
        server.serve_proxy(self.folder(instance))


class StorageServer(Service):
    """One of the servers with devices."""

    requires = ()
    port_names = ()
    health_path = "/healthcheck"
    awaited = False

    def __init__(self, name):
        self.name = name
        self._address = settings.SERVERS[name]

    def missing(self):
        return missing()

    def url(self, instance):
        return f"http://{self._address}:{instance.ports[settings.port_name('object')]}"

    def configuration(self, instance):
        folder = self.folder(instance)
        return {"swift.conf": settings.hashes()} | {
            f"{kind}-server.conf": settings.storage(instance, kind, self._address, folder)
            for kind in settings.KINDS
        }

    def write_configuration(self, instance):
        for name, content in self.configuration(instance).items():
            ini.write(self.folder(instance) / name, content)
        text = settings.rsyncd(instance, self._address)
        write_private(self.folder(instance) / "rsyncd.conf", text)

    def is_prepared(self, instance):
        """The first of the servers makes the rings of all, before each start."""
        return self.name != next(iter(settings.SERVERS))

    def prepare(self, instance):
        rings.make(instance)

    def application(self, instance):
        """Serve until the process is told to end; returns None."""
        folder = settings.devices(instance, self._address)
        server.check_attributes(folder)
        for name in settings.DEVICES:
            (folder / name).mkdir(exist_ok=True)
        _wait_for_rings(self.folder(instance))
        server.serve(self.folder(instance))


def _wait_for_rings(folder):
    end = time.monotonic() + _PATIENCE
    while not all((folder / f"{kind}.ring.gz").exists() for kind in settings.KINDS):
        if time.monotonic() > end:
            raise SystemExit("the first storage server has made no rings")
        time.sleep(0.2)
