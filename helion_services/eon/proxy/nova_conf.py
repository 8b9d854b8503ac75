"""The ``nova-compute.conf`` of a compute proxy: its vCenter and its cluster."""

import dataclasses

from helion_services.base.messages import Message
from helion_services.base.option_text import option_text

DRIVER = "vmwareapi.VMwareVCDriver"
CA_FILE = "/etc/nova/vcenter-ca.pem"


@dataclasses.dataclass(frozen=True)
class VCenter:
    """How a proxy reaches its vCenter; ``ca`` are certificates as PEM, or None for the system's."""

    address: str
    port: int
    username: str
    password: str = dataclasses.field(repr=False)
    ca: str | None = None


def render(host, cluster, vcenter, further=None):
    """The text of the file.

    :param host: what the compute service calls itself
    :param cluster: the cluster's name
    :param vcenter: a :class:`VCenter`
    :param further: texts by name of options in :data:`~.nova_options.VMWARE`

    Raises ValueError for a value that no line can hold.
    """
    vmware = {
        "host_ip": vcenter.address,
        "host_port": vcenter.port,
        "host_username": vcenter.username,
        "host_password": vcenter.password,
        "cluster_name": cluster,
        **({"ca_file": CA_FILE} if vcenter.ca else {}),
        **(further or {}),
    }
    sections = {"DEFAULT": {"compute_driver": DRIVER, "host": host}, "vmware": vmware}
    return "\n".join(
        f"[{name}]\n" + "".join(f"{key} = {_value(key, value)}\n" for key, value in values.items())
        for name, values in sections.items()
    )


def _value(name, value):
    try:
        return option_text(value)
    except ValueError as exc:
        raise ValueError(
            Message(
                "option-not-storable",
                "The value of {option} contains characters that nova-compute.conf cannot hold.",
                option=name,
            )
        ) from exc
