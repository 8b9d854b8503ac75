"""The server models of the simulated racks: what an inspection finds, by role."""

import dataclasses

GIB = 1024**3


@dataclasses.dataclass(frozen=True)
class Disk:
    """Disks of one kind; ``size`` in GB as printed on them."""

    count: int
    size: int
    model: str
    rotational: bool


@dataclasses.dataclass(frozen=True)
class Model:
    """A server. ``memory`` in MiB, ``frequency`` in MHz."""

    product: str
    cpu: str
    frequency: int
    cpus: int
    memory: int
    disks: tuple[Disk, ...]

    @property
    def local_gb(self):
        """Size of the first disk in GiB, which is what Ironic calls ``local_gb``."""
        return self.disks[0].size * 1000**3 // GIB


_SAS = "EG0600FBVFP"
_SSD = "VK0480GDJXU"
_SATA = "MB6000GEBTP"

MODELS = {
    "control": Model(
        "ProLiant DL360 Gen9",
        "Intel(R) Xeon(R) CPU E5-2640 v3 @ 2.60GHz",
        2600,
        16,
        131072,
        (Disk(2, 600, _SAS, True),),
    ),
    "compute": Model(
        "ProLiant DL380 Gen9",
        "Intel(R) Xeon(R) CPU E5-2690 v3 @ 2.60GHz",
        2600,
        48,
        262144,
        (Disk(2, 600, _SAS, True), Disk(2, 480, _SSD, False)),
    ),
    "object-storage": Model(
        "ProLiant SL4540 Gen8",
        "Intel(R) Xeon(R) CPU E5-2470 0 @ 2.30GHz",
        2300,
        16,
        65536,
        (Disk(2, 600, _SAS, True), Disk(25, 6000, _SATA, True)),
    ),
    "block-storage": Model(
        "ProLiant DL380 Gen9",
        "Intel(R) Xeon(R) CPU E5-2620 v3 @ 2.40GHz",
        2400,
        12,
        65536,
        (Disk(2, 600, _SAS, True), Disk(8, 1200, "EG1200JEMDA", True)),
    ),
}
"""Models by resource class."""

DEFAULT = MODELS["compute"]
"""What a server of any other resource class is."""
