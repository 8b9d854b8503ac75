"""Entries under HP's names, and TripleO's, become drafts."""

import re

from helion_services.base.messages import Message
from helion_services.nodes.importer import node_fields, ports, power, values
from helion_services.nodes.importer.entry import Draft

_MISSING = {
    "mac_address": values.MAC_MISSING,
    "user": Message(
        "value-user-missing", "Write a user of the management controller with all rights."
    ),
    "password": Message(
        "value-password-missing", "Write the password of the management controller's user."
    ),
    "ip_address": Message(
        "value-address-missing",
        "Write the address of the server's management controller (iLO, BMC).",
    ),
    "no_of_cpus": Message("value-cpus-missing", "Write how many CPU cores the server has."),
    "memory_MB": Message("value-memory-missing", "Write how much memory the server has, in MB."),
    "diskspace_GiB": Message(
        "value-disk-missing",
        "Write how large the server's disk is, in GiB (1 TB is 931 GiB).",
    ),
}

_TWO_SYSTEMS = Message(
    "value-two-systems",
    "The address names another system than this field. Remove one of them.",
)

_HARDWARE = {
    "no_of_cpus": ("cpus", values.whole),
    "memory_MB": ("memory_mb", values.memory_mib),
    "diskspace_GiB": ("local_gb", values.disk_gib),
}
_TRIPLEO = {"kernel_id": "deploy_kernel", "ramdisk_id": "deploy_ramdisk"}


class _Reader:
    """Takes values from an entry and reports errors in them."""

    def __init__(self, entry, report):
        self._entry = entry
        self._report = report
        self.optional = frozenset()

    def take(self, column, convert=values.text):
        """The value of ``column``, or None when it is empty or wrong."""
        raw = self._entry.values.get(column)
        if raw is None or raw == "" or raw == []:
            if column in self._entry.required - self.optional:
                self.wrong(column, _MISSING[column])
            return None
        return self.convert(column, convert, raw)

    def convert(self, column, convert, raw):
        """The converted value, or None when it is wrong."""
        try:
            return convert(raw)
        except values.Invalid as exc:
            self.wrong(column, exc.message)
            return None

    def wrong(self, column, message):
        """Report an error in a column."""
        self._report.error(self._entry.row, self._entry.label(column), message)


def draft(entry, role, mapping, report):
    """The :class:`Draft` of an entry; errors go to the report."""
    reader = _Reader(entry, report)
    node = Draft(entry, role)
    try:
        way, extra = power.read(entry.values.get("power_management"), mapping)
        node.driver = way.driver
    except values.Invalid as exc:
        reader.wrong("power_management", exc.message)
        # Any is good enough for checking the rest of the row.
        way, extra = next(iter(mapping.values())), {}
    reader.optional = way.optional
    node.driver_info = _driver_info(reader, way) | extra
    node.ports = _ports(reader, entry, report)
    node.macs = [port["address"] for port in node.ports]
    node.name = reader.take("name", values.node_name)
    node.resource_class = reader.take("resource_class") or role
    node.properties = _properties(reader, way)
    _others(reader, entry, way, node, report)
    return node


def _driver_info(reader, way):
    port = reader.take("pm_port", values.port)
    info = reader.take("ip_address", lambda raw: way.access(raw, port)) or {}
    info |= {
        way.username: reader.take("user"),
        way.password: reader.take("password"),
        **way.fixed,
    }
    for column, key in way.options.items():
        value = reader.take(column)
        if value is None:
            continue
        if info.get(key, value) != value:
            reader.wrong(column, _TWO_SYSTEMS)
        info[key] = value
    return {name: value for name, value in info.items() if value is not None}


def _ports(reader, entry, report):
    """The ports of ``mac`` and of TripleO's ``ports`` together; the first MAC boots."""
    listed = entry.others.get("ports")
    if listed:
        reader.optional |= {"mac_address"}
        if isinstance(listed, list):
            listed = [{"address": port} if isinstance(port, str) else port for port in listed]
        listed = ports.read(listed, entry.row, report)
    macs = reader.take("mac_address", values.macs) or []
    described = {port["address"]: port for port in listed or ()}
    plain = [
        {"address": mac, "pxe_enabled": number == 0}
        for number, mac in enumerate(macs)
        if mac not in described
    ]
    return ports.boot_first([*plain, *(listed or ())])


def _properties(reader, way):
    properties = {key: reader.take(column, clean) for column, (key, clean) in _HARDWARE.items()}
    # HP's servers have no other architecture.
    properties["cpu_arch"] = reader.take("arch") or "x86_64"
    capabilities = reader.take("capabilities", values.capabilities)
    properties["capabilities"] = ",".join(filter(None, [capabilities, way.capabilities])) or None
    return {key: value for key, value in properties.items() if value is not None}


def _others(reader, entry, way, node, report):
    """Put fields under other names where Ironic has them; what has no place is named."""
    own = re.compile(rf"(?:{way.prefix}|deploy_)[a-z0-9_]{{1,60}}")
    for name, raw in entry.others.items():
        key = _TRIPLEO.get(name, name)
        if name == "ports" or raw is None or raw == "":
            continue
        if name == "root_device":
            node.properties[name] = reader.convert(name, values.plain, raw)
        elif name in node_fields.ATTRIBUTES:
            node.attributes[name] = reader.convert(name, node_fields.ATTRIBUTES[name], raw)
        elif own.fullmatch(key):
            node.driver_info[key] = reader.convert(
                name, lambda value, key=key: node_fields.info(key, value), raw
            )
        else:
            report.ignore(name)
    for column in ("pm_port", "pm_system_id"):
        if (
            entry.values.get(column)
            and column not in way.options
            and not (way.url and column == "pm_port")
        ):
            report.ignore(entry.label(column))
