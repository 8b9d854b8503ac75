"""The undercloud's compute servers "boot": each becomes a compute host of the overcloud.

A server named like ``overcloud-compute-0`` that is ACTIVE is a machine that is up, in any other
state one that is off; a deleted one is gone. Files without the key ``server`` are somebody else's
and left alone.
"""

import re

from helion_embedded.identity import adapter
from helion_embedded.simulators.overcloud.watching import Watching

_NAME = re.compile(r"overcloud-(.*-)?compute-\d+")
# Not there yet, and: Nova gave up, with the machine or without it.
_UNDECIDED = frozenset({"BUILD", "ERROR"})
_MICROVERSION = "2.47"  # the first that tells a server's flavor with its sizes
_INTERVAL = 2.0  # seconds between two questions


class Guests(Watching):
    """Keeps the files of ``hosts`` like the undercloud's servers for ever.

    ``session`` is a keystoneauth session of an administrator. While the undercloud's Nova does not
    answer, all machines stay as they are.
    """

    def __init__(self, hosts, session):
        super().__init__("guests", "The undercloud's servers", _INTERVAL)
        self._hosts = hosts
        self._api = adapter(session, "compute", default_microversion=_MICROVERSION)

    def step(self):
        """Ask once and write what has changed. Raises keystoneauth's errors."""
        query = {"all_tenants": 1, "name": "overcloud-"}
        servers = self._api.get("/servers/detail", params=query).json()["servers"]
        servers = {s["name"]: s for s in servers if _NAME.fullmatch(s["name"])}
        for name in self._hosts.names():
            owner = (self._hosts.values(name) or {}).get("server")
            if owner and name not in servers:
                self._hosts.remove(name)
        for name, server in servers.items():
            if server["status"] not in _UNDECIDED:
                self._keep(name, server)

    def _keep(self, name, server):
        old = self._hosts.values(name)
        if old is None and name in self._hosts.names():
            return  # somebody writes it now
        if old is not None and "server" not in old:
            return
        if old is None or old["server"] != server["id"]:
            old = {}  # another machine: nothing that was said of the last one holds
        flavor = server["flavor"]
        size = {"vcpus": flavor["vcpus"], "memory_mb": flavor["ram"], "local_gb": flavor["disk"]}
        new = size | old | {"server": server["id"], "stopped": server["status"] != "ACTIVE"}
        if new != old:
            self._hosts.write(name, **new)
