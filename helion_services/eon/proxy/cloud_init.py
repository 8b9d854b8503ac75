"""What cloud-init in a compute proxy reads from its virtual machine: its guestinfo."""

import base64
import dataclasses
import json

import yaml

from helion_services.eon.proxy.nova_conf import CA_FILE

METADATA, USERDATA = "guestinfo.metadata", "guestinfo.userdata"
_ENCODING = "base64"
_HEAD = "#cloud-config\n"
_RESTART = (
    "systemctl enable --now nova-compute.service || systemctl enable --now"
    " openstack-nova-compute.service"
)


@dataclasses.dataclass(frozen=True)
class Address:
    """A fixed address: ``10.0.0.5``, 24, and a gateway or None."""

    address: str
    prefix: int
    gateway: str | None


@dataclasses.dataclass(frozen=True)
class Card:
    """A network card by its MAC; without an :class:`Address` it asks a DHCP server."""

    device: str
    mac: str
    address: Address | None


def metadata(instance, hostname, host, cards):
    """The guestinfo that says who the machine is: keys and texts.

    ``instance`` is another one for another first boot, ``host`` what its compute service is called.
    """
    content = {
        "instance-id": instance,
        "local-hostname": hostname,
        "compute-host": host,
        "network": {"version": 2, "ethernets": {card.device: _ethernet(card) for card in cards}},
    }
    return _encoded(METADATA, json.dumps(content))


def userdata(files, ssh_key=None):
    """The guestinfo with the machine's files, texts by path: it holds the vCenter's password."""
    content = {
        "write_files": [
            {"path": path, "owner": "root:nova", "permissions": "0640", "content": text}
            for path, text in files.items()
        ],
        "runcmd": [_RESTART],
    }
    if ssh_key:
        content["ssh_authorized_keys"] = [ssh_key]
    return _encoded(USERDATA, _HEAD + yaml.safe_dump(content, sort_keys=False))


def nothing():
    """What takes the place of :func:`userdata` when the machine has read it."""
    return _encoded(USERDATA, _HEAD)


def files(nova_compute, ca, nova=None):
    """The files of a proxy: its own configuration, its CA, and the rest of the cloud's Nova."""
    texts = {"/etc/nova/nova-compute.conf": nova_compute}
    if ca:
        texts[CA_FILE] = ca
    if nova:
        texts["/etc/nova/nova.conf"] = nova
    return texts


def _ethernet(card):
    content = {"match": {"macaddress": card.mac}, "set-name": card.device}
    if card.address is None:
        return content | {"dhcp4": True}
    fixed = card.address
    content["addresses"] = [f"{fixed.address}/{fixed.prefix}"]
    if fixed.gateway:
        content["routes"] = [{"to": "default", "via": fixed.gateway}]
    return content


def _encoded(key, text):
    return {key: base64.b64encode(text.encode()).decode(), f"{key}.encoding": _ENCODING}
