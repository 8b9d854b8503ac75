"""The overcloud's region as tests use it: hosts by their files, virtual machines by its Nova."""

import contextlib
import json
import sqlite3
import time
import uuid

from helion_services.nodes.flows.drain import migrations
from helion_services.overcloud import api, services, vms

_PATIENCE = 60.0  # seconds
_TRIES = 3
_SIZE = {"vcpus": 16, "memory_mb": 32768, "local_gb": 400}


class Region:
    """One region.

    :ivar nova: an adapter
    :ivar placement: another
    """

    def __init__(self, state, clouds):
        self.clouds = clouds
        self.nova = api.compute(clouds)
        self.placement = api.placement(clouds)
        self._folder = state / "overcloud" / "hosts"
        self._database = state / "db" / "overcloud_api.db"
        self._vms = []
        images = clouds.adapter("overcloud", "image").get("/v2/images").json()["images"]
        flavors = self.nova.get("/flavors").json()["flavors"]
        self._image = next(image["id"] for image in images if image["name"] == "virtual-machine")
        self._flavor = next(flavor["id"] for flavor in flavors if "tiny" in flavor["name"])

    def host(self, name, **values):
        """Write the file of a host; ``fail``, ``seconds`` and so on are changed by it."""
        hidden = self._folder / f".{name}"
        hidden.write_text(json.dumps(_SIZE | values))
        hidden.rename(self._folder / name)

    def remove_host(self, name):
        (self._folder / name).unlink(missing_ok=True)

    def service(self, host):
        return services.of([host], services.services(self.nova)).get(host)

    def mapped(self, host):
        """Whether Nova maps a host to a cell; no API tells."""
        with contextlib.closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as db:
            query = "SELECT count(*) FROM host_mappings WHERE host = ?"
            return bool(db.execute(query, (host,)).fetchone()[0])

    def boot(self, host, count=1):
        """Ids of virtual machines that run on a host."""
        return [self._running(host) for _ in range(count)]

    def _running(self, host):
        # On a busy machine a host that has just reported is late with its next report, and is
        # taken to be down for a moment.
        for _ in range(_TRIES):
            vm = self._boot(host, f"vm-{uuid.uuid4().hex[:6]}")
            self._vms.append(vm)
            self.until(lambda vm=vm: self.vm(vm).status != "BUILD", f"{vm} to be built")
            if self.vm(vm).status == "ACTIVE":
                return vm
        raise AssertionError(self.vm(vm).fault)

    def _boot(self, host, name):
        body = {
            "name": name,
            "imageRef": self._image,
            "flavorRef": self._flavor,
            "networks": "none",
            "host": host,
        }
        return self.nova.post("/servers", json={"server": body}).json()["server"]["id"]

    def act(self, vm, action, status):
        """Have Nova do something with a virtual machine; wait for a status."""
        self.nova.post(f"/servers/{vm}/action", json={action: None})
        self.until(lambda: self.vm(vm).status == status, f"{action} of {vm}")

    def vm(self, identity):
        return vms.get(self.nova, identity)

    def hosts_of(self, identities):
        return [self.vm(identity).host for identity in identities]

    def migrations(self, vm):
        """``(type, status)`` of all of a virtual machine, the oldest first."""
        rows = self.nova.get("/os-migrations", params={"instance_uuid": vm}).json()["migrations"]
        rows.sort(key=lambda row: row["id"])
        return [(row["migration_type"], row["status"]) for row in rows]

    def unsettled(self, host):
        return migrations.unsettled(self.nova, host)

    def delete_vms(self):
        """Delete all virtual machines that :meth:`boot` made."""
        for vm in self._vms:
            with contextlib.suppress(Exception):
                self.nova.delete(f"/servers/{vm}")
        self.until(lambda: not any(map(self.vm, self._vms)), "VMs to be deleted")
        self._vms.clear()

    def until(self, look, what):
        end = time.monotonic() + _PATIENCE
        while not look():
            assert time.monotonic() < end, what
            time.sleep(0.2)
