"""The configuration of a vCenter simulator: files, command line and login."""

import dataclasses
import hashlib
import json
import pathlib
import shutil

from helion_embedded.simulators.vcenter import build
from helion_embedded.simulators.vcenter.faults import Faults
from helion_embedded.simulators.vcenter.site import DEFAULT, Site
from helion_embedded.state import write_private

USERNAME = "administrator@vsphere.local"
UUID = "BC9DED4E-1639-481D-B190-2B54A2BF5674"
"""Its instance UUID; clients know a vCenter by that."""


@dataclasses.dataclass(frozen=True)
class VCenter:
    """A simulator in a folder of its own. ``port`` is listened at on all ``addresses``.

    ``version`` and ``build`` are what it says it is, if not what the library says.
    ``session_seconds`` is how long a session lives unused, for ever if 0. With ``keeps`` it has
    after a restart what clients made before. ``names`` are for whom its certificate is.
    """

    folder: pathlib.Path
    port: int
    password: str
    addresses: tuple[str, ...] = ("127.0.0.1",)
    username: str = USERNAME
    uuid: str = UUID
    version: str = ""
    build: str = ""
    session_seconds: float = 0
    keeps: bool = False
    site: Site = DEFAULT
    names: tuple[str, ...] = ("127.0.0.1", "127.0.0.2", "localhost")

    @property
    def faults(self):
        """The faults that it injects."""
        return Faults(self.folder / "faults.json")

    @property
    def ca(self):
        """The file with the authority that its certificate is from."""
        return self.folder / "ca.pem"

    @property
    def url(self):
        return f"https://{self._listening[0]}"

    @property
    def _listening(self):
        hosts = [f"[{address}]" if ":" in address else address for address in self.addresses]
        return [f"{host}:{self.port}" for host in hosts]

    def login(self):
        """The login of a client: a dict."""
        return {
            "address": self.addresses[0],
            "port": self.port,
            "username": self.username,
            "password": self.password,
            "ca_file": str(self.ca),
            "uuid": self.uuid,
        }

    def command(self):
        """Write its files and return the command line, which is ready when ``url`` answers.

        Compiles the program if necessary, see :func:`build.program`.
        """
        from helion_embedded.simulators.vcenter.authority import Authority

        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        program = build.program(self.folder)
        authority = Authority(self.folder)
        authority.ensure(self.names)
        datastores = self.folder / "datastores"
        shutil.rmtree(datastores, ignore_errors=True)
        file = self.folder / "vcenter.json"
        content = {
            "listen": self._listening,
            "certificate": str(authority.certificate),
            "key": str(authority.key),
            "username": self.username,
            "password": self.password,
            "instance_uuid": self.uuid,
            "version": self.version,
            "build": self.build,
            "session_seconds": self.session_seconds,
            "datastores": str(datastores),
            "faults": str(self.faults.path),
            "site": dataclasses.asdict(self.site),
        }
        if self.keeps:
            content["journal"] = str(self._journal(program, content["site"]))
        write_private(file, json.dumps(content))
        return [str(program), str(file)]

    def _journal(self, program, site):
        """A file of its own for each program and site: calls are repeated on what they were for."""
        of = hashlib.sha256(f"{program.parent.name} {json.dumps(site)}".encode())
        return self.folder / f"journal-{of.hexdigest()[:16]}"
