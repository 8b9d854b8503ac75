"""How the compute proxies of clusters are deployed."""

import dataclasses

from helion_dashboard.api import messages
from helion_dashboard.api.records import record, records


@dataclasses.dataclass(frozen=True)
class Proxy:
    """Where a compute proxy is deployed and how it gets its address."""

    datacenter: str = ""
    port_group: str = ""
    port_group_moid: str = ""
    hostname: str = ""
    dhcp: bool = True
    address: str = ""
    netmask: str = ""
    gateway: str = ""


@dataclasses.dataclass(frozen=True)
class PortGroup:
    """A network; ``switch`` is empty for one of the hosts' own.

    ``moid`` is empty until the vCenter was read anew after an upgrade of the service.
    """

    moid: str = ""
    name: str = ""
    switch: str = ""


@dataclasses.dataclass(frozen=True)
class Choice:
    """A datacenter with its :class:`PortGroup` objects."""

    datacenter: str
    networks: tuple = ()


@dataclasses.dataclass(frozen=True)
class ProxySettings:
    """Those of a vCenter, or of one of its clusters.

    :ivar proxy: ``None`` without settings
    :ivar inherited: whether a cluster has those of its vCenter
    :ivar changeable: ``reason`` is why not
    """

    proxy: Proxy | None
    inherited: bool = False
    changeable: bool = True
    reason: str = ""
    choices: tuple = ()


def settings(body):
    """The :class:`ProxySettings` from its JSON."""
    proxy = body.get("proxy")
    return record(
        ProxySettings,
        body,
        reason=messages.twin(body, "reason"),
        proxy=record(Proxy, proxy) if proxy else None,
        choices=tuple(
            Choice(choice["datacenter"], tuple(records(PortGroup, choice.get("networks"))))
            for choice in body.get("choices") or ()
        ),
    )
