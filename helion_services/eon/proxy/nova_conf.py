"""The ``nova-compute.conf`` of a compute proxy: its vCenter and its cluster."""

import dataclasses

from helion_services.base.messages import Message

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
    """A value as oslo.config reads it back.

    It takes blanks and one pair of quotes away from the ends, and replaces what begins with ``$``.
    """
    # oslo.config reads a backslash before a dollar sign as the dollar sign alone.
    escapes = "\\$" in str(value)
    text = str(value).replace("$", "$$")
    if escapes or any(
        ord(character) < ord(" ") or character in "\x85\u2028\u2029" for character in text
    ):
        raise ValueError(
            Message(
                "option-not-storable",
                "The value of {option} contains characters that nova-compute.conf cannot hold.",
                option=name,
            )
        )
    # Quotes also where the text has its own: a pair of them would be taken for ours.
    return f'"{text}"' if text != text.strip() or text[:1] in ('"', "'") else text
