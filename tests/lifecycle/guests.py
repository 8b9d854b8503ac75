"""Virtual machines in the overcloud, and hosts that misbehave."""

import contextlib
import json
import time

from keystoneauth1 import adapter
from keystoneauth1 import exceptions as keystoneauth

_PATIENCE = 60  # seconds
_HOST = "OS-EXT-SRV-ATTR:host"


class Guests:
    """Boots virtual machines on hosts of the overcloud of ``undercloud``."""

    def __init__(self, undercloud):
        self._hosts = undercloud.state / "overcloud" / "hosts"
        connection = undercloud.connect("overcloud")
        self._nova = adapter.Adapter(
            connection.session,
            service_type="compute",
            region_name="overcloud",
            default_microversion="2.95",
        )
        image = next(
            image for image in connection.image.images() if image.name == "virtual-machine"
        )
        flavor = connection.compute.find_flavor("m1.tiny")
        self._body = {"imageRef": image.id, "flavorRef": flavor.id, "networks": "none"}
        self._vms = []

    def boot(self, host, count):
        """Boot on a host; returns the ids once all of them run."""
        names = [f"vm-{len(self._vms) + number}" for number in range(count)]
        ids = [
            self._nova.post(
                "/servers", json={"server": {**self._body, "name": name, "host": host}}
            ).json()["server"]["id"]
            for name in names
        ]
        self._vms += ids
        self._until(lambda: all(self._server(ident)["status"] == "ACTIVE" for ident in ids))
        return ids

    def hosts(self, ids):
        """Where they are."""
        return [self._server(ident)[_HOST] for ident in ids]

    @contextlib.contextmanager
    def host(self, name, **values):
        """A host whose file says ``values`` for a while, such as ``fail=["precheck"]``."""
        path = self._hosts / name
        before = path.read_text()
        self._write(path, json.dumps(json.loads(before or "{}") | values))
        try:
            yield
        finally:
            self._write(path, before)

    def delete(self):
        """Delete all that were made here."""
        for ident in self._vms:
            with contextlib.suppress(keystoneauth.NotFound):
                self._nova.delete(f"/servers/{ident}")
        self._until(lambda: not any(map(self._exists, self._vms)))

    def _write(self, path, text):
        if path.exists():
            hidden = path.with_name(f".{path.name}")
            hidden.write_text(text)
            hidden.rename(path)

    def _server(self, identity):
        return self._nova.get(f"/servers/{identity}").json()["server"]

    def _exists(self, identity):
        try:
            self._server(identity)
        except keystoneauth.NotFound:
            return False
        return True

    def _until(self, look):
        end = time.monotonic() + _PATIENCE
        while not look():
            assert time.monotonic() < end
            time.sleep(0.3)
