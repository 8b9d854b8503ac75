"""Which profile network properties are for."""

from helion_services.base.messages import Message
from helion_services.eon.network.document import read
from helion_services.eon.network.rule import DVS, OVSVAPP, PROFILES, Fault


def profile_of(properties):
    """The profile that network properties name under ``profile``.

    HP's files name none: those with a trunk, a switch that has no physical NIC, are for OVSvApp.
    """
    named = properties.get("profile") if isinstance(properties, dict) else None
    if named in PROFILES:
        return named
    network, _ = read(properties)
    return OVSVAPP if network.trunks else DVS


def unknown(properties):
    """Yield the fault of a profile that does not exist."""
    named = properties.get("profile") if isinstance(properties, dict) else None
    if named is not None and named not in PROFILES:
        yield Fault(
            "profile",
            Message(
                "network-profile",
                "“{profile}” is not a profile. Choose from: {profiles}.",
                profile=str(named),
                profiles=list(PROFILES),
            ),
        )
