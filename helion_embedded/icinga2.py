"""A real Icinga 2 that runs as a plain user: its files, and the command that starts it.

Debian's package brings the program. All it writes is below one folder, its API listens on loopback
with a certificate of an authority of its own, and its only API user may do what the monitoring
service does and nothing else.
"""

import contextlib
import dataclasses
import getpass
import grp
import os
import pathlib
import shutil

from helion_embedded.ports import HOST
from helion_embedded.state import write_private

PACKAGES = ("icinga2-bin", "monitoring-plugins-basic")
USER = "helion"
NODE = "undercloud"
_ISSUER = "Embedded Icinga CA"
_PROGRAM = "/usr/sbin/icinga2"  # the folder is not on every user's path
_PATIENCE = 5  # seconds until a killed process is gone
_PLUGINS = "/usr/lib/nagios/plugins"
_FOLDERS = ("cache", "log", "spool", "run", "lib/certs")

#: What the API user may do.
PERMISSIONS = (
    *(f"objects/query/{name}" for name in ("Host", "Service", "HostGroup", "Dependency")),
    *(f"objects/query/{name}" for name in ("Comment", "Downtime")),
    *(f"objects/create/{name}" for name in ("Host", "Service", "HostGroup", "Dependency")),
    "objects/modify/Host",
    *(f"objects/delete/{name}" for name in ("Host", "Service", "HostGroup", "Dependency")),
    *(f"actions/{name}" for name in ("process-check-result", "reschedule-check")),
    *(f"actions/{name}" for name in ("acknowledge-problem", "remove-acknowledgement")),
    "actions/add-comment",
    *(f"actions/{name}" for name in ("schedule-downtime", "remove-downtime")),
    "status/query",
)

_CONFIGURATION = """\
const PluginDir = "{plugins}"
include <itl>
include <plugins>
const NodeName = "{node}"
const ZoneName = NodeName
object FileLogger "main" {{
  severity = "information"
  path = LogDir + "/icinga2.log"
}}
object CheckerComponent "checker" {{}}
object Endpoint NodeName {{}}
object Zone ZoneName {{
  endpoints = [ NodeName ]
}}
object ApiListener "api" {{
  bind_host = "{host}"
  bind_port = {port}
}}
object ApiUser "{user}" {{
  password = "{password}"
  permissions = [ {permissions} ]
}}
"""


def missing():
    """One line that says what to install, or None if the program is here."""
    if shutil.which("icinga2") or pathlib.Path(_PROGRAM).exists():
        return None
    return f"no monitoring: install {' and '.join(PACKAGES)} (apt-get install {PACKAGES[0]})"


@dataclasses.dataclass(frozen=True)
class Icinga:
    """One daemon.

    :ivar folder: for all of its files
    :ivar port: of its API
    :ivar password: of its API user :data:`USER`
    """

    folder: pathlib.Path
    port: int
    password: str

    @property
    def url(self):
        """The root of its API."""
        return f"https://{HOST}:{self.port}"

    @property
    def ca(self):
        """The file with its authority."""
        return self.folder / "lib" / "certs" / "ca.crt"

    def write(self):
        """Write its configuration and certificates."""
        for name in _FOLDERS:
            (self.folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        self._write_certificates()
        text = _CONFIGURATION.format(
            plugins=_PLUGINS,
            node=NODE,
            host=HOST,
            port=self.port,
            user=USER,
            password=self.password,
            permissions=", ".join(f'"{name}"' for name in PERMISSIONS),
        )
        write_private(self.folder / "icinga2.conf", text)

    def command(self):
        """The command that runs it in the foreground, program first."""
        paths = {
            "ConfigDir": self.folder,
            "DataDir": self.folder / "lib",
            "CacheDir": self.folder / "cache",
            "LogDir": self.folder / "log",
            "SpoolDir": self.folder / "spool",
            "InitRunDir": self.folder / "run",
        }
        program = shutil.which("icinga2") or _PROGRAM
        settings = [f"-DConfiguration.{name}={path}" for name, path in paths.items()]
        return [program, "daemon", "-c", str(self.folder / "icinga2.conf"), *settings]

    def environment(self):
        """What is to be in its environment: it changes to no other user."""
        return {"ICINGA2_USER": getpass.getuser(), "ICINGA2_GROUP": grp.getgrgid(os.getgid())[0]}

    def end_leftovers(self):
        """End workers that outlived their daemon, because it was killed: they hold its port."""
        import psutil

        mark = str(self.folder / "icinga2.conf")
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if mark in process.cmdline():
                    process.kill()
                    process.wait(_PATIENCE)

    def _write_certificates(self):
        """The paths are Icinga's. The name in the certificate is that of its endpoint."""
        from helion_embedded.simulators.vcenter.authority import Authority

        authority = Authority(self.folder, _ISSUER)
        authority.ensure((NODE, HOST, "localhost"))
        certificates = self.ca.parent
        for source, name in (
            (authority.root, "ca.crt"),
            (authority.certificate, f"{NODE}.crt"),
            (authority.key, f"{NODE}.key"),
        ):
            write_private(certificates / name, source.read_text())
