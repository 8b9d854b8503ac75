"""What an inspection finds in a simulated server; the same server always finds the same."""

import hashlib
import string

from helion_embedded.simulators import models

VENDOR = "HPE"
_NICS = 4
_OUI = "94:18:82"


def model(node):
    """The :class:`~helion_embedded.simulators.models.Model` of a node, by its resource class."""
    return models.MODELS.get(node.resource_class, models.DEFAULT)


def properties(node):
    """What the inspection writes into ``node.properties``; values a person set are kept."""
    hardware = model(node)
    return {
        "cpus": hardware.cpus,
        "memory_mb": hardware.memory,
        "local_gb": hardware.local_gb,
        "cpu_arch": "x86_64",
        "capabilities": "boot_mode:uefi,cpu_vt:true,cpu_aes:true",
    } | node.properties


def inventory(node, macs):
    """The inventory in the form of Ironic's agent.

    ``macs`` are the addresses of the ports the node has, the first of them boots.
    """
    hardware = model(node)
    seed = hashlib.sha256(node.uuid.encode()).hexdigest()
    nics = interfaces(seed, macs)
    return {
        "interfaces": nics,
        "cpu": {
            "model_name": hardware.cpu,
            "frequency": str(hardware.frequency),
            "count": hardware.cpus,
            "architecture": "x86_64",
            "flags": ["sse4_2", "avx2", "vmx", "aes"],
        },
        "memory": {"total": hardware.memory * 1024**2, "physical_mb": hardware.memory},
        "disks": list(disks(hardware, seed)),
        "bmc_address": node.driver_info.get("bmc_address"),
        "system_vendor": {
            "manufacturer": VENDOR,
            "product_name": hardware.product,
            "serial_number": f"CZ{int(seed[:8], 16) % 10**8:08d}",
        },
        "boot": {"current_boot_mode": "uefi", "pxe_interface": nics[0]["mac_address"]},
        "hostname": node.name,
    }


def interfaces(seed, macs):
    """Four network interfaces, ``eth0`` first; the first two have a link."""
    addresses = list(macs)[:_NICS]
    for number in range(len(addresses), _NICS):
        digits = seed[8 + 6 * number :][:6]
        addresses.append(":".join([_OUI, digits[:2], digits[2:4], digits[4:6]]))
    return [
        {
            "name": f"eth{number}",
            "mac_address": address,
            "ipv4_address": None,
            "has_carrier": number < 2,
            "speed_mbps": 10000,
            "vendor": "0x14e4",
            "product": "0x168e",
            "client_id": None,
            "biosdevname": None,
            "lldp": None,
        }
        for number, address in enumerate(addresses)
    ]


def disks(hardware, seed):
    """Its disks in the form of Ironic's agent; ``seed`` has at least 16 digits."""
    number = 0
    for kind in hardware.disks:
        for _ in range(kind.count):
            yield {
                "name": f"/dev/sd{_letters(number)}",
                "model": kind.model,
                "size": kind.size * 1000**3,
                "rotational": kind.rotational,
                "serial": f"{seed[:10]}{number:02d}".upper(),
                "wwn": f"0x5000c500{seed[10:16]}{number:02x}",
            }
            number += 1


def _letters(number):
    """How Linux names its disks: a ... z, aa, ab, ..."""
    text = ""
    while number >= 0:
        text = string.ascii_lowercase[number % 26] + text
        number = number // 26 - 1
    return text
