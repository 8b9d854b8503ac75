"""The overcloud's Nova as far as ESX clusters see it, in files: several processes may share it.

A compute host is what a proxy becomes that boots: the guest of the embedded undercloud reads its
configuration, logs in to its vCenter and finds its cluster, and only then there is a host.
"""

import json
import threading
import uuid

from keystoneauth1 import exceptions as keystoneauth

from helion_embedded.simulators.overcloud.machines import Machines
from helion_embedded.simulators.overcloud.proxies import Proxies
from helion_services.base import cloud_errors


class Hosts:
    """Compute hosts, one file each, as the embedded overcloud has them."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def names(self):
        return sorted(path.name for path in self.folder.iterdir() if path.suffix != ".draft")

    def values(self, name):
        try:
            return json.loads((self.folder / name).read_text())
        except FileNotFoundError:
            return None

    def write(self, name, **values):
        # Of its own: others write the same at the same time.
        draft = self.folder / f"{name}.{uuid.uuid4()}.draft"
        draft.write_text(json.dumps(values))
        draft.rename(self.folder / name)

    def update(self, name, **values):
        self.write(name, **{**(self.values(name) or {}), **values})

    def remove(self, name):
        (self.folder / name).unlink(missing_ok=True)


class Answer:
    def __init__(self, body=None):
        self._body = body

    def json(self):
        return self._body


class Overcloud:
    """Clouds of a runtime, of which there is the overcloud alone, and its Nova.

    :ivar boots_proxies: whether proxies that are powered on get as far as their services
    :ivar guests_look: a lock; who holds it is the only client of the vCenter
    """

    def __init__(self, folder):
        self._hosts = Hosts(folder / "hosts")
        self._services = Hosts(folder / "services")
        self._machines = Hosts(folder / "machines")
        self._away = folder / "away"
        self.boots_proxies = True
        self.guests_look = threading.Lock()

    def is_away(self, away=True):
        """Whether Nova cannot be reached."""
        if away:
            self._away.touch()
        else:
            self._away.unlink(missing_ok=True)

    def guests(self, vcenter):
        """What boots the proxies of a simulated vCenter: a thread that is not started yet."""
        login = {
            "address": vcenter.host,
            "port": vcenter.port,
            "username": vcenter.username,
            "password": vcenter.password,
            "ca_file": str(vcenter.ca),
        }
        return Proxies(self._hosts, Machines(login))

    @property
    def services(self):
        """``(status, state)`` by host."""
        return {row["host"]: (row["status"], row["state"]) for row in self._list_services()}

    def boots(self, host, *names):
        """Have Nova run virtual machines of these names on a host."""
        self._machines.write(host, names=names)

    def runs(self, host, running=True):
        """Have a compute service run that is none of a proxy."""
        if running:
            self._hosts.write(host, nodes=[host])
        else:
            self._hosts.remove(host)
            self._services.remove(host)

    def forgets(self, host):
        """Have Nova forget a compute service."""
        self._services.remove(host)

    def has(self, cloud):
        return cloud == "overcloud"

    def adapter(self, cloud, service_type, **options):
        assert cloud == "overcloud"
        return self

    def get(self, path, params=None):
        lists = {
            "/os-services": ("services", self._list_services),
            "/os-hypervisors/detail": ("hypervisors", self._list_hypervisors),
            "/servers/detail": ("servers", lambda: self._list_servers(params["host"])),
            "/resource_providers": ("resource_providers", list),
        }
        self._reach()
        key, rows = lists[path]
        return Answer({key: rows()})

    def _refuse(self, path, **options):
        raise AssertionError(f"nobody asks for {path} in this way")

    head = patch = post = _refuse

    def put(self, path, json):
        self._reach()
        host = path.rpartition("/")[2].removeprefix("service-")
        self._services.update(host, **({"disabled_reason": None} | json))

    def delete(self, path):
        self._reach()
        host = path.rpartition("/")[2].removeprefix("service-")
        assert not self._is_up(host), "its provider would come back as an orphan"
        if self._list_servers(host):
            raise keystoneauth.Conflict("Unable to delete compute service: it hosts instances.")
        self._services.remove(host)

    def _reach(self):
        if self._away.exists():
            error = keystoneauth.ConnectFailure("Nova is away")
            cloud_errors.mark(error, "overcloud", "compute")
            raise error

    def _list_services(self):
        for host in self._hosts.names():
            if self._is_up(host) and self._services.values(host) is None:
                self._services.write(host, status="enabled", disabled_reason=None)
        return [
            {
                "id": f"service-{host}",
                "host": host,
                "state": "up" if self._is_up(host) else "down",
                **values,
            }
            for host in self._services.names()
            if (values := self._services.values(host))
        ]

    def _list_hypervisors(self):
        return [
            {
                "id": f"hypervisor-{host}",
                "hypervisor_hostname": host,
                "hypervisor_type": "VMware vCenter Server",
                "service": {"host": host},
            }
            for host in self._services.names()
        ]

    def _list_servers(self, host):
        flavor = {"vcpus": 1, "ram": 512, "disk": 1, "ephemeral": 0, "swap": 0}
        names = (self._machines.values(host) or {}).get("names", ())
        return [{"id": name, "name": name, "status": "ACTIVE", "flavor": flavor} for name in names]

    def _is_up(self, host):
        values = self._hosts.values(host)
        return values is not None and not values.get("stopped")
