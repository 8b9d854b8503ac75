"""What virtual machines of the overcloud start from: flavors, and an image without content."""

import dataclasses

from helion_embedded.seed import images

IMAGE = "virtual-machine"
_DESCRIPTION = "Something small for virtual machines of the overcloud"


@dataclasses.dataclass(frozen=True)
class Flavor:
    """Memory in MiB, disk in GiB."""

    name: str
    vcpus: int
    ram: int
    disk: int


FLAVORS = (
    Flavor("m1.tiny", 1, 512, 1),
    Flavor("m1.small", 1, 2048, 20),
    Flavor("m1.medium", 2, 4096, 40),
    Flavor("m1.large", 8, 16384, 80),
)


def ensure(image_api, compute_api):
    """Make what is missing; returns the number of flavors. ``compute_api`` is the overcloud's."""
    images.upload(image_api, IMAGE, _DESCRIPTION)
    have = {flavor["name"] for flavor in compute_api.get("/flavors").json()["flavors"]}
    for flavor in FLAVORS:
        if flavor.name not in have:
            compute_api.post("/flavors", json={"flavor": dataclasses.asdict(flavor)})
    return len(FLAVORS)
