"""Answers of the overcloud's Nova, by HTTP, without any login."""

import re

from keystoneauth1 import adapter, noauth
from keystoneauth1 import session as keystone_session

_URL = "http://nova.invalid/v2.1"


class Nova:
    """Hypervisors and servers that are told to be there.

    :ivar requests: the requests that came
    """

    def __init__(self, runtime, mock):
        self._mock = mock
        runtime.clouds.adapter = self._adapter
        self.none()

    def none(self):
        """No hypervisor at all: Nova answers 404 to a pattern."""
        self._mock.get(re.compile(f"{_URL}/os-hypervisors/detail"), status_code=404, json={})
        self._mock.get(re.compile(f"{_URL}/servers/detail"), json={"servers": []})

    def has(self, host, *servers):
        """A hypervisor with servers, by name."""
        hypervisor = {
            "id": "5f2b4a4e-0000-4000-8000-000000000001",
            "hypervisor_hostname": host,
            "hypervisor_type": "VMware vCenter Server",
            "state": "up",
            "status": "enabled",
            "service": {"host": host, "id": "s1", "disabled_reason": None},
            "running_vms": len(servers),
        }
        self._mock.get(
            re.compile(f"{_URL}/os-hypervisors/detail"), json={"hypervisors": [hypervisor]}
        )
        flavor = {"vcpus": 1, "ram": 512, "disk": 1, "ephemeral": 0, "swap": 0}
        rows = [
            {"id": f"id-{name}", "name": name, "status": "ACTIVE", "tenant_id": "p1", "image": {}}
            | {"flavor": flavor, "OS-EXT-SRV-ATTR:host": host}
            for name in servers
        ]
        self._mock.get(re.compile(f"{_URL}/servers/detail"), json={"servers": rows})

    def is_down(self):
        self._mock.get(re.compile(f"{_URL}/"), status_code=503, text="down")

    @property
    def requests(self):
        return [request.path for request in self._mock.request_history]

    @staticmethod
    def _adapter(_cloud, service, **options):
        session = keystone_session.Session(auth=noauth.NoAuth(endpoint=_URL))
        return adapter.Adapter(
            session, service_type=service, endpoint_override=_URL, status_code_retries=0, **options
        )
