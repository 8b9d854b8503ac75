"""Whether a server has what its role needs, and what was declared of it.

The numbers are in ``hardware.yaml``. Less than HP's minimum is a warning: a small cloud for tests
runs on it. What cannot be true blocks.
"""

import dataclasses
import functools
import importlib.resources

import yaml

from helion_services.nodes.rules.check import BLOCK, PASS, WARN

_GB = 1000**3
_GIB = 1024**3


@dataclasses.dataclass(frozen=True)
class Finding:
    """``result`` is ``pass``, ``warn`` or ``block``; ``text`` a sentence."""

    result: str
    text: str


def check(role, properties, inventory=None, *, ports=(), bmc_address=None):
    """What is to be said about a server, at least one :class:`Finding`.

    :param properties: Ironic's ``cpus``, ``memory_mb`` (MiB), ``local_gb`` (GiB), as declared
    :param inventory: what the inspection found, as ``/v1/nodes/{id}/inventory`` or the part under
        its key ``inventory``; None before an inspection
    :param ports: ``{"address", "pxe_enabled"}`` of the node's ports
    :param bmc_address: of its management controller, as enrolled
    """
    found = (inventory or {}).get("inventory", inventory)
    said = [*_enough(role, properties or {}, found or {})]
    if found is None:
        said.append(Finding(WARN, "It was not inspected yet, so only what was declared is known."))
    else:
        said += [*_declared(properties or {}, found), *_network(found, ports, bmc_address)]
    return said or [Finding(PASS, f"It has what {role} needs, and what was declared of it.")]


def declared(role, properties):
    """What is to be said about a server by what was declared of it alone; may be nothing."""
    return list(_enough(role, properties or {}, {}))


@functools.cache
def requirements():
    """``{role: numbers}`` of ``hardware.yaml``."""
    source = importlib.resources.files("helion_services.nodes").joinpath("hardware.yaml")
    return yaml.safe_load(source.read_text(encoding="utf-8"))["roles"]


def _needed(role, found):
    """The numbers for a role on this product, empty when nobody set any."""
    needed = requirements().get(role, {})
    product = (found.get("system_vendor") or {}).get("product_name") or ""
    for other in needed.get("products", ()):
        if any(name in product for name in other["names"]):
            needed = needed | other
    return needed


def _enough(role, properties, found):
    """What falls short of the minimum; what was found counts more than what was declared."""
    needed = _needed(role, found)
    nics = found.get("interfaces")
    for key, what, have in (
        ("cpus", "CPU cores", _number(_cpus(found)) or _number(properties.get("cpus"))),
        ("memory_mb", "MB of memory", _memory(found) or _number(properties.get("memory_mb"))),
        ("disk_gb", "GB of disk", _disk_gb(properties, found)),
        ("nics", "network interfaces", None if nics is None else len(nics)),
    ):
        if have is not None and have < needed.get(key, 0):
            yield Finding(WARN, f"It has {have} {what}; {role} needs {needed[key]}.")
    below = needed.get("disk_below_gb")
    size = _disk_gb(properties, {})
    if below and size is not None and size >= below:
        yield Finding(
            WARN, f"Its disk has {size} GB; on {role} a RAID array must be smaller than {below} GB."
        )
    flags = set((found.get("cpu") or {}).get("flags") or ())
    if flags and needed.get("flags") and not flags.intersection(needed["flags"]):
        yield Finding(WARN, "Its CPU cannot run virtual machines, or that is off in the firmware.")
    speed = _number((_boots(found) or {}).get("speed_mbps"))
    if speed and speed < needed.get("nic_mbps", 0):
        yield Finding(
            WARN,
            f"The interface it boots from runs at {speed} Mbit/s; {role} needs"
            f" {needed['nic_mbps']}.",
        )


def _declared(properties, found):
    """Where what was declared is not what is there."""
    for key, what, have in (
        ("cpus", "CPU cores", _number(_cpus(found))),
        ("memory_mb", "MB of memory", _memory(found)),
    ):
        said = _number(properties.get(key))
        if said and have and said != have:
            yield Finding(WARN, f"It was declared with {said} {what}, but {have} were found.")
    said = _number(properties.get("local_gb"))
    sizes = _disks(found)
    if said and sizes and said > max(sizes) // _GIB:
        yield Finding(
            BLOCK,
            f"It was declared with a disk of {said} GiB, but its largest has"
            f" {max(sizes) // _GIB} GiB.",
        )


def _network(found, ports, bmc_address):
    nics = found.get("interfaces") or []
    macs = {str(nic.get("mac_address")).lower() for nic in nics}
    bmc_mac = str(found.get("bmc_mac") or "").lower()
    for port in ports:
        mac = str(port.get("address")).lower()
        if mac == bmc_mac:
            yield Finding(
                BLOCK,
                f"{mac} belongs to its management controller. Declare the interface that it boots"
                " from.",
            )
        elif macs and mac not in macs:
            yield Finding(WARN, f"It has no network interface {mac}.")
    if not bmc_address:
        return
    if bmc_address in {nic.get(key) for nic in nics for key in ("ipv4_address", "ipv6_address")}:
        yield Finding(
            BLOCK,
            f"{bmc_address} is the address of one of its network interfaces, not of its management"
            " controller.",
        )
    elif found.get("bmc_address") not in (None, "", "0.0.0.0", bmc_address):  # noqa: S104
        yield Finding(
            WARN,
            f"Its management controller says that its address is {found['bmc_address']}, not"
            f" {bmc_address}.",
        )


def _boots(found):
    """The interface that the server booted from, or None."""
    mac = (found.get("boot") or {}).get("pxe_interface")
    nics = found.get("interfaces") or ()
    return next((nic for nic in nics if mac and nic.get("mac_address") == mac), None)


def _cpus(found):
    return (found.get("cpu") or {}).get("count")


def _memory(found):
    return _number((found.get("memory") or {}).get("physical_mb"))


def _disks(found):
    return [size for disk in found.get("disks") or () if (size := _number(disk.get("size")))]


def _disk_gb(properties, found):
    """Size of the largest disk in GB, else of the declared one, which is in GiB rounded down."""
    sizes = _disks(found)
    if sizes:
        return max(sizes) // _GB
    declared = _number(properties.get("local_gb"))
    return declared and ((declared + 1) * _GIB - 1) // _GB


def _number(value):
    """A whole number, None for anything else: Ironic takes properties as texts, too."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):  # of infinity, which is no JSON but gets around
        return None
