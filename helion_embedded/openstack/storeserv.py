"""Two simulated 3PAR arrays to register, see :mod:`helion_embedded.simulators.storeserv`."""

import threading

import yaml

from helion_embedded.logins import PASSWORD
from helion_embedded.openstack.base import Service
from helion_embedded.simulators.storeserv.configuration import StoreServ
from helion_embedded.state import write_private

_RAID_5, _RAID_6 = 3, 4
#: Each at an address of its own: they share the port.
_ARRAYS = (
    {
        "name": "s401",
        "serial": "CZ3212ZQVE",
        "address": "127.0.0.1",
        "iscsi": ("10.30.0.11", "10.30.0.12"),
    },
    {
        "name": "s402",
        "serial": "CZ3212ZR0K",
        "address": "127.0.0.2",
        "iscsi": (),
        "cpgs": {"FC_r5": (_RAID_5, 20_000), "NL_r6": (_RAID_6, 120_000)},
    },
)


class StoreServs(Service):
    name = "storeserv"
    requires = ()

    def arrays(self, instance):
        """The arrays of an instance."""
        folder = instance.state.var(self.name)
        return [
            StoreServ(
                folder=folder / values["name"],
                password=PASSWORD,
                port=instance.ports[self.name],
                trust=folder,
                **values,
            )
            for values in _ARRAYS
        ]

    def url(self, instance):
        return self.arrays(instance)[0].url

    def ca(self, instance):
        return self.arrays(instance)[0].ca

    def health(self, instance):
        return f"{self.url(instance)}/api"

    def write_configuration(self, instance):
        """Only what people need to register them."""
        logins = [array.login() for array in self.arrays(instance)]
        write_private(instance.state.storeserv, yaml.safe_dump(logins, sort_keys=False))

    def application(self, instance):
        """Serve until the process is told to end; returns None."""
        from helion_embedded.simulators.storeserv.api import application

        servers = [
            array.server(application(array.array(), array.username, array.password))
            for array in self.arrays(instance)
        ]
        threads = [threading.Thread(target=server.serve_forever) for server in servers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
