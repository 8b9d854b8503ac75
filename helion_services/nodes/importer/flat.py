"""Entries under HP's names, and TripleO's, become drafts."""

from helion_services.base.messages import Message
from helion_services.nodes.importer import power, values
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

_NUMBERS = {"no_of_cpus": "cpus", "memory_MB": "memory_mb", "diskspace_GiB": "local_gb"}


class _Reader:
    """Takes values from an entry and reports errors in them."""

    def __init__(self, entry, report):
        self._entry = entry
        self._report = report

    def take(self, column, convert=values.text):
        """The value of ``column``, or None when it is empty or wrong."""
        raw = self._entry.values.get(column)
        if raw is None or raw == "" or raw == []:
            if column in self._entry.required:
                self.wrong(column, _MISSING[column])
            return None
        try:
            return convert(raw)
        except values.Invalid as exc:
            self.wrong(column, exc.message)
            return None

    def wrong(self, column, message):
        self._report.error(self._entry.row, self._entry.label(column), message)


def draft(entry, role, mapping, report):
    """The :class:`Draft` of an entry; errors go to the report."""
    reader = _Reader(entry, report)
    try:
        way, extra = power.read(entry.values.get("power_management"), mapping)
    except values.Invalid as exc:
        reader.wrong("power_management", exc.message)
        # Any is good enough for checking the rest of the row.
        way, extra = next(iter(mapping.values())), {}
    info = {
        way.address: reader.take("ip_address", way.clean_address),
        way.username: reader.take("user"),
        way.password: reader.take("password"),
        **way.fixed,
        **extra,
    }
    for column, key in way.options.items():
        info[key] = reader.take(column)
    node = Draft(
        entry,
        role,
        way.driver,
        {name: value for name, value in info.items() if value is not None},
        reader.take("mac_address", values.macs) or [],
        name=reader.take("name", values.node_name),
        resource_class=reader.take("resource_class") or role,
        properties=_properties(reader, way),
    )
    node.ports = [
        {"address": mac, "pxe_enabled": number == 0} for number, mac in enumerate(node.macs)
    ]
    return node


def _properties(reader, way):
    properties = {key: reader.take(column, values.whole) for column, key in _NUMBERS.items()}
    # HP's servers have no other architecture.
    properties["cpu_arch"] = reader.take("arch") or "x86_64"
    capabilities = reader.take("capabilities")
    properties["capabilities"] = ",".join(filter(None, [capabilities, way.capabilities])) or None
    return {key: value for key, value in properties.items() if value is not None}
