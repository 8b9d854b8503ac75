"""Cinder's configuration of back ends: a section for each CPG or StoreVirtual cluster.

What a section holds is the template of its driver, see :mod:`helion_services.sirius.drivers`.
"""

import configparser
import io

from helion_services.base.option_text import option_text
from helion_services.sirius import access, drivers, lhos, wsapi
from helion_services.sirius.models import STORESERV, STOREVIRTUAL
from helion_services.sirius.storeservs import ISCSI

MASK = "<SANITIZED>"
DEFAULT = "DEFAULT"
_SECRETS = ("password", "san_password")

_PREFIXES = {STORESERV: "CPG_", STOREVIRTUAL: "cluster_"}


def section_name(member):
    """The name of a member's section, which Cinder calls the back end."""
    return _PREFIXES[member.kind] + member.id


def device_of(member):
    """The array of a CPG; a cluster is itself one."""
    return member.storeserv if member.kind == STORESERV else member


def driver_of(member):
    """The :class:`~helion_services.sirius.drivers.Driver` of a member."""
    protocol = member.storeserv.device_type if member.kind == STORESERV else ISCSI
    return drivers.of(member.kind, protocol)


def section(backend_name, member, secret=None, options=()):
    """The options of a member, all text.

    :param secret: ``{"password", "san_password"}`` of its device; None masks them
    :param options: further options, texts by name
    """
    device = device_of(member)
    values = _values(member, device) | (secret or dict.fromkeys(_SECRETS, MASK))
    content = driver_of(member).section(values)
    return {**content, **dict(options), "volume_backend_name": backend_name}


def _values(member, device):
    """What a driver's template may have, as texts."""
    root = access.root(device.hostname, device.port)
    common = {"name": member.name, "username": device.username}
    if member.kind == STOREVIRTUAL:
        return common | {"api_url": lhos.url(root), "ssh_port": str(device.ssh_port)}
    return common | {
        "api_url": wsapi.url(root),
        "san_ip": device.san_ip,
        "san_username": device.san_username,
        "iscsi_ips": ",".join(map(_iscsi_address, device.iscsi_ips)),
    }


def whole(sections):
    """``{"DEFAULT": {"enabled_backends": [...]}, name: options, ...}``."""
    return {DEFAULT: {"enabled_backends": list(sections)}, **sections}


def as_text(configuration):
    """The same as ``cinder.conf`` has it: Cinder reads the same values back.

    A remark says which release a section is for.
    """
    return "\n".join(section_text(name, options) for name, options in configuration.items())


def section_text(name, options):
    """A section as ``cinder.conf`` has it."""
    parser = configparser.RawConfigParser(default_section="")
    parser[name] = {
        key: ",".join(value) if isinstance(value, list) else option_text(value)
        for key, value in options.items()
    }
    file = io.StringIO()
    parser.write(file)
    removed = _removed().get(options.get("volume_driver"))
    remark = f"# Cinder before {removed}, which removed this driver\n" if removed else ""
    return remark + file.getvalue().strip() + "\n"


def _removed():
    """The releases of Cinder without a driver, by its class."""
    return {driver.driver: driver.removed for driver in drivers.drivers() if driver.removed}


def _iscsi_address(text):
    """The driver takes brackets for the sign of a port."""
    return text.strip("[]") if text.endswith("]") else text
