"""A server to be enrolled, before it is in Ironic."""

import dataclasses
import re

MASK = "******"

_SECRET = re.compile(r"pass(?:word|phrase|wd)|secret|token|community|key_contents|_key$")

_ADDRESS = re.compile(r"address$")
# A management controller may serve several servers if these keys differ: the cartridges
# of a chassis, the systems behind one Redfish service, virtual machines by their port.
_APART = re.compile(r"(?:_port|_system_id|_transit_address|_target_address)$")

_AROUND = re.compile(r"^https?://|(?<=[^:/])/.*$")


def is_secret(name):
    """Whether the key ``name`` of ``driver_info`` holds a secret."""
    return bool(_SECRET.search(name.lower()))


def controller(driver_info):
    """The key of ``driver_info`` that names the management controller, and what must be unique.

    :returns: ``(key, (address, ...))``, or None if no address is given
    """
    where = [key for key in driver_info if _ADDRESS.search(key) and not _APART.search(key)]
    if not where or not driver_info[where[0]]:
        return None
    apart = sorted((name, str(value)) for name, value in driver_info.items() if _APART.search(name))
    return where[0], (_endpoint(str(driver_info[where[0]])), *apart)


def _endpoint(address):
    """The same text for all ways to write an address: without scheme, path and HTTPS's port."""
    host = _AROUND.sub("", address.strip().lower())
    # An IPv6 address without brackets may end like a port.
    if host.count(":") == 1 or "]:" in host:
        host = host.removesuffix(":443")
    return host.strip("[]")


def default_name(role, mac, whole=False):
    """The name of a server that was given none: its role and the last six digits of its MAC
    address, or the ``whole`` of it."""
    digits = mac.replace(":", "").lower()
    return f"{role}-{digits if whole else digits[-6:]}"


@dataclasses.dataclass(frozen=True)
class NewNode:
    """A node as it will be made in Ironic.

    :ivar role: what it is for, such as ``compute``
    :ivar driver_info: as Ironic takes it, passwords included: never in a ``repr``
    :ivar ports: ``{"address", "pxe_enabled", ...}``, the boot interface first; empty if the
        inspection is to find them
    :ivar properties: ``cpus``, ``memory_mb`` (MiB), ``local_gb`` (GiB), ``cpu_arch``,
        ``capabilities``; the inspection completes them
    :ivar attributes: of the node under Ironic's names: ``boot_interface``, ``conductor_group``,
        ``traits`` ...
    :ivar row: where it stood in a file: the line of a CSV, else its place in the list from 1
    """

    name: str
    role: str
    driver: str
    driver_info: dict = dataclasses.field(repr=False)
    ports: tuple[dict, ...]
    properties: dict
    resource_class: str | None = None
    attributes: dict = dataclasses.field(default_factory=dict)
    row: int | None = dataclasses.field(default=None, compare=False)

    @property
    def secrets(self):
        """The secret part of ``driver_info``."""
        return {name: value for name, value in self.driver_info.items() if is_secret(name)}

    def public(self):
        """A dict of JSON values, without secrets."""
        public = {name: value for name, value in self.driver_info.items() if not is_secret(name)}
        return self.to_json() | {"driver_info": public}

    def masked(self):
        """A dict of JSON values for a preview, passwords as stars."""
        info = self.driver_info | dict.fromkeys(self.secrets, MASK)
        return self.to_json() | {"driver_info": info, "row": self.row}

    def to_json(self):
        """A dict of JSON values, **passwords included**."""
        return {
            "name": self.name,
            "role": self.role,
            "driver": self.driver,
            "driver_info": dict(self.driver_info),
            "ports": [dict(port) for port in self.ports],
            "properties": dict(self.properties),
            "resource_class": self.resource_class,
            "attributes": dict(self.attributes),
        }

    @classmethod
    def from_json(cls, data):
        """The node that :meth:`to_json` wrote; keys it does not know are left out.

        Without a name it gets one by its first port.

        :raises KeyError: when a key without a default is missing
        """
        return cls(
            name=data.get("name") or default_name(data["role"], data["ports"][0]["address"]),
            role=data["role"],
            driver=data["driver"],
            driver_info=dict(data["driver_info"]),
            ports=tuple(dict(port) for port in data["ports"]),
            properties=dict(data.get("properties") or {}),
            resource_class=data.get("resource_class"),
            attributes=dict(data.get("attributes") or {}),
            row=data.get("row"),
        )
