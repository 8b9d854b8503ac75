"""How HP's ``power_management`` becomes a driver of Ironic and its ``driver_info``."""

import dataclasses
import re

from helion_services.base.messages import Message
from helion_services.nodes.importer import redfish_address
from helion_services.nodes.importer.values import Invalid, address, text


@dataclasses.dataclass(frozen=True)
class Power:
    """A way to switch a server on and off.

    :ivar driver: Ironic's hardware type
    :ivar address: key of ``driver_info`` for the management controller's address; ``username``
        and ``password`` are the keys of the others
    :ivar url: whether the address is a URL, which has the port in it
    :ivar host: whether only the host of such a URL is kept
    :ivar optional: columns that may be empty although all others need them
    :ivar arguments: keys for what follows the name after colons
    :ivar options: keys for other columns
    :ivar fixed: the rest of ``driver_info``
    :ivar capabilities: for the node's properties
    """

    driver: str
    address: str
    username: str
    password: str
    url: bool = False
    host: bool = False
    optional: frozenset = frozenset()
    arguments: tuple[str, ...] = ()
    options: dict = dataclasses.field(default_factory=dict)
    fixed: dict = dataclasses.field(default_factory=dict)
    capabilities: str = ""

    @property
    def prefix(self):
        """The beginning of all keys of the driver's own in ``driver_info``."""
        return self.address.removesuffix("address")

    def access(self, raw, port):
        """The part of ``driver_info`` that an address stands for, in the driver's own form.

        :param port: the number in a column of its own, or None
        :raises Invalid: about the address
        """
        if self.host:
            return {self.address: redfish_address.host(raw)}
        if not self.url:
            return {self.address: address(raw)}
        url, system = redfish_address.read(raw, port)
        return {self.address: url} | ({f"{self.prefix}system_id": system} if system else {})


_IPMI = Power(
    "ipmi",
    "ipmi_address",
    "ipmi_username",
    "ipmi_password",
    options={"pm_port": "ipmi_port"},
)

# ipmitool reaches a node of a cartridge over two bridges: channel 0 to the cartridge (-B, -T),
# channel 7 to the node in it (-b, -t).
_MOONSHOT = dataclasses.replace(
    _IPMI,
    arguments=("ipmi_transit_address", "ipmi_target_address"),
    fixed={
        "ipmi_bridging": "dual",
        "ipmi_transit_channel": "0",
        "ipmi_target_channel": "7",
    },
)

# HP's pxe_ilo is gone from Ironic. An iLO 4 speaks IPMI; what set it apart was that it boots UEFI.
_ILO4 = dataclasses.replace(_IPMI, capabilities="boot_mode:uefi")

_REDFISH = Power(
    "redfish",
    "redfish_address",
    "redfish_username",
    "redfish_password",
    url=True,
    optional=frozenset({"mac_address", "user", "password"}),
    options={"pm_system_id": "redfish_system_id"},
)

POWER_MANAGEMENT = {
    "ipmi": _IPMI,
    "pxe_ipmitool": _IPMI,
    "agent_ipmitool": _IPMI,
    # HP's pxe_ssh is gone from Ironic, too. VirtualBMC gives a virtual machine an IPMI address.
    "vm": _IPMI,
    "pxe_ssh": _IPMI,
    "hp_moonshot": _MOONSHOT,
    "hp_ilo4": _ILO4,
    "ilo": _ILO4,
    "pxe_ilo": _ILO4,
    "redfish": _REDFISH,
}
"""By the lower-case name in the file: HP's four and Redfish, then those of ``instackenv.json``."""

DEFAULT = "ipmi"
"""The default of a row without power management: HP's own rule."""


def all_to(driver, prefix, mapping=POWER_MANAGEMENT):
    """A mapping of the same names, all for one driver.

    :param prefix: of its keys: ``bmc_`` for ``bmc_address``, ``bmc_username``, ``bmc_password``
    """
    return {
        name: Power(
            driver,
            f"{prefix}address",
            f"{prefix}username",
            f"{prefix}password",
            host=power.url,
            optional=power.optional,
            arguments=power.arguments,
            options={} if power.url else power.options,
            capabilities=power.capabilities,
        )
        for name, power in mapping.items()
    }


def read(raw, mapping):
    """``(Power, {key: argument})`` of a row, such as ``HP_Moonshot:0x84:0x72``."""
    name, *arguments = text(raw).strip().lower().split(":")
    power = mapping.get(name.strip() or DEFAULT)
    if power is None:
        raise Invalid(
            Message(
                "value-power-unknown",
                "This power management is unknown. Use one of {names}.",
                names=", ".join(mapping),
            )
        )
    arguments = [argument.strip() for argument in arguments]
    if len(arguments) != len(power.arguments):
        raise Invalid(_arguments(power))
    if not all(
        re.fullmatch(r"0x[0-9a-f]{1,2}|[0-9]{1,3}", argument, re.ASCII) for argument in arguments
    ):
        raise Invalid(_arguments(power))
    return power, dict(zip(power.arguments, arguments, strict=True))


def _arguments(power):
    if power.arguments:
        return Message(
            "value-power-arguments",
            "Write the cartridge's and the node's address after the name, such as"
            " HP_Moonshot:0x84:0x72.",
        )
    return Message(
        "value-power-no-arguments",
        "Nothing may follow this power management. Remove the colon and everything after it.",
    )
