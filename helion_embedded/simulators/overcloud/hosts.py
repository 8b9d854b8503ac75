"""The machines of the overcloud that run a compute service: one JSON file each.

``STATE/overcloud/hosts/NAME``, where NAME is the host's name in Nova. ``{}`` will do; the keys:

``vcpus``, ``memory_mb``, ``local_gb``
    its size, by default that of the simulated racks' compute servers; read when the host starts
``hypervisor_type``, ``nodes``
    what it calls itself (``QEMU``), and its hypervisors (itself alone); read when the host starts
``seconds``
    how long a live migration away from it takes, 1 by default; read when one starts
``fail``
    a list of what fails there, see :data:`FAILURES`; read whenever it matters
``stopped``
    true: the machine is off, its guests are kept
``server``
    the undercloud's server that it is; only such files are changed by :mod:`guests`
``proxy``
    the vCenter's virtual machine that it is; only such files are changed by :mod:`proxies`

A file that goes takes the machine and its guests with it.
"""

import dataclasses
import json

from helion_embedded.simulators.models import MODELS
from helion_embedded.state import write_private

PRECHECK, LIVE_MIGRATION, MIGRATE = FAILURES = ("precheck", "live_migration", "migrate")
"""A refusal before a live migration from there; a live migration from there that breaks off; a cold
migration from there."""

_MODEL = MODELS["compute"]


@dataclasses.dataclass(frozen=True)
class Host:
    """What a file says. Sizes in MiB and GiB."""

    nodes: tuple[str, ...]
    vcpus: int = _MODEL.cpus
    memory_mb: int = _MODEL.memory
    local_gb: int = _MODEL.local_gb
    hypervisor_type: str = "QEMU"
    seconds: float = 1.0
    fail: frozenset[str] = frozenset()
    stopped: bool = False
    server: str | None = None
    proxy: str | None = None

    @property
    def machine(self):
        """What it runs on, None for a file that somebody wrote."""
        return self.server or self.proxy

    @classmethod
    def parse(cls, name, values):
        """The host ``name`` from the dict of its file; other keys than ours are left alone."""
        fields = {field.name for field in dataclasses.fields(cls)}
        spec = {key: value for key, value in values.items() if key in fields}
        spec["nodes"] = tuple(spec.get("nodes") or [name])
        spec["fail"] = frozenset(spec.get("fail", ()))
        return cls(**spec)


class Hosts:
    """The folder of one instance."""

    def __init__(self, state):
        self.folder = state.root / "overcloud" / "hosts"

    def names(self):
        """The names of all hosts, sorted."""
        try:
            return sorted(p.name for p in self.folder.iterdir() if not p.name.startswith("."))
        except FileNotFoundError:
            return []

    def values(self, name):
        """The dict in a file, empty for an empty file.

        None if there is no such file, or if it holds something else: a person may be writing it.
        """
        try:
            content = json.loads((self.folder / name).read_text() or "{}")
        except (OSError, ValueError):
            return None
        return content if isinstance(content, dict) else None

    def read(self, name):
        """The :class:`Host` of a file, or None as for :meth:`values`."""
        values = self.values(name)
        return None if values is None else Host.parse(name, values)

    def write(self, name, **values):
        """Replace a file in one step."""
        write_private(self.folder / name, json.dumps(values, indent=2) + "\n")

    def update(self, name, **values):
        """Change some keys of a file and keep the others."""
        self.write(name, **{**(self.values(name) or {}), **values})

    def remove(self, name):
        """Remove a file, if it is there."""
        (self.folder / name).unlink(missing_ok=True)
