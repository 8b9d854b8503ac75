"""Whether a server has the hardware that its role needs and that was declared.

The numbers are in ``hardware.yaml``. Less than HP's minimum is a warning: a small cloud for tests
runs on it. So is a declaration that the inspection corrects: files carry placeholders. A port or a
management address that belongs to something else blocks.
"""

import dataclasses
import functools
import importlib.resources
import ipaddress
import urllib.parse

import yaml

from helion_services.base.messages import Message
from helion_services.nodes.rules.check import BLOCK, PASS, WARN

_GB = 1000**3
_GIB = 1024**3
# What ipmitool reports for an address that is not set.
_NOWHERE = {None, "0.0.0.0", "::"}  # noqa: S104


@dataclasses.dataclass(frozen=True)
class Finding:
    """``result`` is ``pass``, ``warn`` or ``block``; ``message`` a :class:`Message`."""

    result: str
    message: Message


def check(role, properties, inventory=None, *, ports=(), bmc_address=None):
    """The findings about a server, at least one :class:`Finding`.

    :param properties: Ironic's ``cpus``, ``memory_mb`` (MiB), ``local_gb`` (GiB), as declared
    :param inventory: of the inspection, as ``/v1/nodes/{id}/inventory`` or the part under its key
        ``inventory``; None before an inspection
    :param ports: ``{"address", "pxe_enabled"}`` of the node's ports
    :param bmc_address: of its management controller, as enrolled: an IP address, a host name, or
        a URL with either
    """
    inventory = (inventory or {}).get("inventory", inventory)
    findings = [*_enough(role, properties or {}, inventory or {})]
    if inventory is None:
        findings.append(
            Finding(
                WARN,
                Message(
                    "not-inspected",
                    "It was not inspected yet. Only the declared hardware was checked.",
                ),
            )
        )
    else:
        findings += _declared(properties or {}, inventory)
        findings += _network(inventory, ports, bmc_address)
    if not findings:
        fine = Message(
            "hardware-fits", "It has what {role} needs and what was declared.", role=role
        )
        findings.append(Finding(PASS, fine))
    return findings


def declared(role, properties):
    """The findings about a server by its declared hardware alone; may be empty."""
    return list(_enough(role, properties or {}, {}))


@functools.cache
def requirements():
    """``{role: numbers}`` of ``hardware.yaml``."""
    source = importlib.resources.files("helion_services.nodes").joinpath("hardware.yaml")
    return yaml.safe_load(source.read_text(encoding="utf-8"))["roles"]


def _needed(role, inventory):
    """The numbers for a role on this product, empty when there are none."""
    needed = requirements().get(role, {})
    product = (inventory.get("system_vendor") or {}).get("product_name") or ""
    for other in needed.get("products", ()):
        if any(name in product for name in other["names"]):
            needed = needed | other
    return needed


def _enough(role, properties, inventory):
    """What falls short of the minimum; the inventory counts more than the declaration."""
    needed = _needed(role, inventory)
    yield from _too_little(role, needed, properties, inventory)
    below = needed.get("disk_below_gb")
    size = _disk_gb(properties, {})
    if below and size is not None and size >= below:
        yield Finding(
            WARN,
            Message(
                "disk-too-large",
                "Its disk has {size} GB; on {role} a RAID array must be smaller than {limit} GB.",
                size=size,
                role=role,
                limit=below,
            ),
        )
    flags = set((inventory.get("cpu") or {}).get("flags") or ())
    if flags and needed.get("flags") and not flags.intersection(needed["flags"]):
        yield Finding(
            WARN,
            Message(
                "no-virtualization",
                "Its CPU cannot run virtual machines, or the firmware has that turned off.",
            ),
        )
    speed = _number((_boot_interface(inventory) or {}).get("speed_mbps"))
    if speed and speed < needed.get("nic_mbps", 0):
        yield Finding(
            WARN,
            Message(
                "boot-interface-slow",
                "Its boot interface runs at {speed} Mbit/s; {role} needs {needed}.",
                speed=speed,
                role=role,
                needed=needed["nic_mbps"],
            ),
        )


def _too_little(role, needed, properties, inventory):
    cpus = _number(_cpus(inventory)) or _number(properties.get("cpus"))
    if _is_below(cpus, needed.get("cpus")):
        numbers = {"have": cpus, "needed": needed["cpus"]}
        yield Finding(
            WARN,
            Message(
                "cpus-too-few",
                "It has {have} CPU cores; {role} needs {needed}.",
                role=role,
                **numbers,
            ),
        )
    memory = _memory(inventory) or _number(properties.get("memory_mb"))
    if _is_below(memory, needed.get("memory_mb")):
        numbers = {"have": memory, "needed": needed["memory_mb"]}
        yield Finding(
            WARN,
            Message(
                "memory-too-small",
                "It has {have} MB of memory; {role} needs {needed}.",
                role=role,
                **numbers,
            ),
        )
    disk = _disk_gb(properties, inventory)
    if _is_below(disk, needed.get("disk_gb")):
        numbers = {"have": disk, "needed": needed["disk_gb"]}
        yield Finding(
            WARN,
            Message(
                "disk-too-small",
                "It has {have} GB of disk; {role} needs {needed}.",
                role=role,
                **numbers,
            ),
        )
    nics = inventory.get("interfaces")
    if nics is not None and _is_below(len(nics), needed.get("nics")):
        numbers = {"have": len(nics), "needed": needed["nics"]}
        yield Finding(
            WARN,
            Message(
                "interfaces-too-few",
                "It has {have} network interfaces; {role} needs {needed}.",
                role=role,
                **numbers,
            ),
        )


def _is_below(amount, needed):
    return amount is not None and amount < (needed or 0)


def _declared(properties, inventory):
    """Where the declaration differs from the inventory."""
    cpus = {"declared": _number(properties.get("cpus")), "actual": _number(_cpus(inventory))}
    if _differ(**cpus):
        yield Finding(
            WARN,
            Message(
                "cpus-not-as-declared",
                "It was declared with {declared} CPU cores, but has {actual}.",
                **cpus,
            ),
        )
    memory = {"declared": _number(properties.get("memory_mb")), "actual": _memory(inventory)}
    if _differ(**memory):
        yield Finding(
            WARN,
            Message(
                "memory-not-as-declared",
                "It was declared with {declared} MB of memory, but has {actual}.",
                **memory,
            ),
        )
    size = _number(properties.get("local_gb"))
    sizes = _disks(inventory)
    if size and sizes and size > max(sizes) // _GIB:
        yield Finding(
            WARN,
            Message(
                "disk-not-as-declared",
                "It was declared with a disk of {declared} GiB, but its largest has {actual} GiB.",
                declared=size,
                actual=max(sizes) // _GIB,
            ),
        )


def _differ(declared, actual):
    return bool(declared and actual and declared != actual)


def _network(inventory, ports, bmc_address):
    nics = inventory.get("interfaces") or []
    macs = {str(nic.get("mac_address")).lower() for nic in nics}
    bmc_mac = str(inventory.get("bmc_mac") or "").lower()
    for port in ports:
        mac = str(port.get("address")).lower()
        if mac == bmc_mac:
            yield Finding(
                BLOCK,
                Message(
                    "mac-of-controller",
                    "{mac} belongs to its management controller. Declare the interface that it"
                    " boots from.",
                    mac=mac,
                ),
            )
        elif macs and mac not in macs:
            yield Finding(
                WARN, Message("mac-not-in-inventory", "It has no network interface {mac}.", mac=mac)
            )
    yield from _controller(inventory, nics, _host(bmc_address))


def _controller(inventory, nics, address):
    """Whether the enrolled management address is that of the management controller."""
    if not address:
        return
    actual = {_host(inventory.get(key)) for key in ("bmc_address", "bmc_v6address")} - _NOWHERE
    of_nics = {_host(nic.get(key)) for nic in nics for key in ("ipv4_address", "ipv6_address")}
    if address in of_nics:
        yield Finding(
            BLOCK,
            Message(
                "controller-address-of-interface",
                "{address} is the address of one of its network interfaces, not of its management"
                " controller.",
                address=address,
            ),
        )
    # A host name cannot be compared with the addresses that the controller reports.
    elif actual and _is_ip(address) and address not in actual:
        yield Finding(
            WARN,
            Message(
                "controller-address-differs",
                "Its management controller reports the address {actual}, not {address}.",
                actual=", ".join(sorted(actual)),
                address=address,
            ),
        )


def _host(address):
    """The host of an address or a URL in its normal form, or None."""
    text = str(address or "").strip().lower()
    try:
        host = urllib.parse.urlsplit(text).hostname or "" if "://" in text else text.strip("[]")
    except ValueError:  # brackets without an IPv6 address
        return None
    return str(ipaddress.ip_address(host)) if _is_ip(host) else host or None


def _is_ip(host):
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _boot_interface(inventory):
    """The interface that the server booted from, or None."""
    mac = (inventory.get("boot") or {}).get("pxe_interface")
    nics = inventory.get("interfaces") or ()
    return next((nic for nic in nics if mac and nic.get("mac_address") == mac), None)


def _cpus(inventory):
    return (inventory.get("cpu") or {}).get("count")


def _memory(inventory):
    return _number((inventory.get("memory") or {}).get("physical_mb"))


def _disks(inventory):
    return [size for disk in inventory.get("disks") or () if (size := _number(disk.get("size")))]


def _disk_gb(properties, inventory):
    """Size of the largest disk in GB, else of the declared one, which is in GiB rounded down."""
    sizes = _disks(inventory)
    if sizes:
        return max(sizes) // _GB
    declared = _number(properties.get("local_gb"))
    return declared and ((declared + 1) * _GIB - 1) // _GB


def _number(value):
    """A whole number, None for anything else: Ironic takes properties as texts, too."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):  # of infinity, which is not JSON but occurs
        return None
