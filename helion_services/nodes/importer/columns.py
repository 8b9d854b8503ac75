"""The columns of HP's ``baremetal.csv``, and other names they go by.

Order and names: https://github.com/hphelion/documentation,
``commercial/GA1/1.1commercial.install-GA-CSV.dita``. ``pm_*`` are those of ``instackenv.json``.
"""

import re

COLUMNS = (
    "mac_address",
    "user",
    "password",
    "ip_address",
    "no_of_cpus",
    "memory_MB",
    "diskspace_GiB",
    "role",
    "power_management",
)
"""In the order of a file without a header."""

NEEDED = 7
"""Columns that every row of HP's file has; role and power management may be missing."""

ACCESS = frozenset(COLUMNS[:4])
"""Without these no server can be reached; the rest an inspection finds."""

_ALIASES = {
    "mac_address": "mac macs mac_addr mac_addresses pxe_mac pxe_mac_address",
    "user": "username user_name login ipmi_user ipmi_username pm_user ilo_user ilo_username"
    " bmc_user bmc_username",
    "password": "pass ipmi_password pm_password ilo_password bmc_password",
    "ip_address": "ip ip_addr address bmc bmc_ip bmc_address ipmi_ip ipmi_address pm_ip pm_addr"
    " pm_address ilo_ip ilo_address ip_address_ipmi",
    "no_of_cpus": "cpus cpu cpu_count cores number_of_cpus",
    "memory_MB": "memory_mb memory memory_mib mem ram ram_mb",
    "diskspace_GiB": "diskspace_gib diskspace disk disk_gb disk_gib disk_size local_gb",
    "role": "node_role node_type profile",
    "power_management": "power power_type pm_type driver",
    "name": "node_name hostname server_name",
    "arch": "cpu_arch architecture",
    "capabilities": "",
    "resource_class": "",
    "pm_port": "ipmi_port",
    "pm_system_id": "redfish_system_id system_id",
}

_BY_NAME = {
    name: column for column, aliases in _ALIASES.items() for name in [column, *aliases.split()]
}


def column(name):
    """The column that goes by ``name``, or None."""
    simple = re.sub(r"[^a-z0-9]+", "_", str(name).lower()).strip("_")
    return _BY_NAME.get(simple) or _BY_NAME.get(str(name))


def header(cells):
    """The column of each cell (None for an unknown one) when a row is a header, else None.

    It is a header when it names columns in at least half of its cells: ``password`` may well be
    somebody's password.
    """
    names = [column(cell) for cell in cells]
    return names if 2 * sum(map(bool, names)) >= len(cells) else None
