"""The configuration of a simulated array: where it is, who logs in, and its server."""

import dataclasses
import pathlib

USERNAME = "3paradm"
ISSUER = "Simulated StoreServ CA"


@dataclasses.dataclass(frozen=True)
class StoreServ:
    """An array that keeps what clients make in ``folder``, at ``address`` and ``port``.

    ``iscsi`` are the addresses of its iSCSI ports. ``cpgs`` are what it has when it is new, as
    ``array.CPGS``. The certificate is for ``names``; arrays with the same ``trust`` folder have the
    same.
    """

    name: str
    serial: str
    folder: pathlib.Path
    password: str
    address: str = "127.0.0.1"
    port: int = 0
    username: str = USERNAME
    iscsi: tuple[str, ...] = ("10.30.0.11", "10.30.0.12")
    cpgs: dict | None = None
    trust: pathlib.Path | None = None
    names: tuple[str, ...] = ("127.0.0.1", "127.0.0.2", "localhost")

    @property
    def url(self):
        return f"https://{self.address}:{self.port}"

    @property
    def ca(self):
        """The file with the authority that its certificate is from."""
        return (self.trust or self.folder) / "ca.pem"

    def login(self):
        """What whoever registers it has to know: a dict."""
        return {
            "name": self.name,
            "address": self.address,
            "port": self.port,
            "username": self.username,
            "password": self.password,
            "ca_file": str(self.ca),
            "iscsi_addresses": list(self.iscsi),
        }

    def array(self):
        """Its :class:`~helion_embedded.simulators.storeserv.array.Array`."""
        from helion_embedded.simulators.storeserv.array import Array

        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Array(
            self.name, self.serial, addresses=self.iscsi, cpgs=self.cpgs, folder=self.folder
        )

    def server(self, application):
        """A server of werkzeug's for ``application``, which listens already; to be run and shut."""
        from helion_embedded.simulators import tls

        folder = self.trust or self.folder
        return tls.server(application, self.address, self.port, folder, ISSUER, self.names)
