"""Cinder's configuration of back ends: a section for each CPG or StoreVirtual cluster.

Source of the options: Cinder's drivers ``hpe_3par_fc`` and ``hpe_3par_iscsi``, and its common
options of a volume driver; ``hpe_lefthand_iscsi`` as Cinder had it before Ussuri.
"""

import configparser
import io

from helion_services.base.option_text import option_text
from helion_services.sirius import access, lhos, wsapi
from helion_services.sirius.models import STORESERV, STOREVIRTUAL
from helion_services.sirius.storeservs import ISCSI

MASK = "<SANITIZED>"
DEFAULT = "DEFAULT"

_PREFIXES = {STORESERV: "CPG_", STOREVIRTUAL: "cluster_"}
_DRIVERS = {
    "fc": "cinder.volume.drivers.hpe.hpe_3par_fc.HPE3PARFCDriver",
    "iscsi": "cinder.volume.drivers.hpe.hpe_3par_iscsi.HPE3PARISCSIDriver",
}
_LEFTHAND = "cinder.volume.drivers.hpe.hpe_lefthand_iscsi.HPELeftHandISCSIDriver"
_REMARKS = {_LEFTHAND: "Cinder before Ussuri, which removed this driver"}


def section_name(member):
    """The name of a member's section, which Cinder calls the back end."""
    return _PREFIXES[member.kind] + member.id


def device_of(member):
    """The array of a CPG; a cluster is itself one."""
    return member.storeserv if member.kind == STORESERV else member


def section(backend_name, member, secret=None):
    """The options of a member, all text.

    :param secret: ``{"password", "san_password"}`` of its device; None masks them
    """
    device = device_of(member)
    options = _of_cpg if member.kind == STORESERV else _of_cluster
    root = access.root(device.hostname, device.port)
    secret = secret or {"password": MASK, "san_password": MASK}
    return {**options(member, root, secret), "volume_backend_name": backend_name}


def _of_cpg(cpg, root, secret):
    array = cpg.storeserv
    options = {
        "volume_driver": _DRIVERS[array.device_type],
        "hpe3par_api_url": wsapi.url(root),
        "hpe3par_username": array.username,
        "hpe3par_password": secret["password"],
        "hpe3par_cpg": cpg.name,
        "san_ip": array.san_ip,
        "san_login": array.san_username,
        "san_password": secret["san_password"],
    }
    if array.device_type == ISCSI:
        options["hpe3par_iscsi_ips"] = ",".join(map(_iscsi_address, array.iscsi_ips))
        options["hpe3par_iscsi_chap_enabled"] = "true"
    return options


def _of_cluster(cluster, root, secret):
    return {
        "volume_driver": _LEFTHAND,
        "hpelefthand_api_url": lhos.url(root),
        "hpelefthand_username": cluster.username,
        "hpelefthand_password": secret["password"],
        "hpelefthand_clustername": cluster.name,
        "hpelefthand_ssh_port": str(cluster.ssh_port),
        "hpelefthand_iscsi_chap_enabled": "true",
    }


def whole(sections):
    """``{"DEFAULT": {"enabled_backends": [...]}, name: options, ...}``."""
    return {DEFAULT: {"enabled_backends": list(sections)}, **sections}


def as_text(configuration):
    """The same as ``cinder.conf`` has it: Cinder reads the same values back.

    A remark says which release a section is for.
    """
    return "\n".join(_section_text(name, options) for name, options in configuration.items())


def _section_text(name, options):
    parser = configparser.RawConfigParser(default_section="")
    parser[name] = {
        key: ",".join(value) if isinstance(value, list) else option_text(value)
        for key, value in options.items()
    }
    file = io.StringIO()
    parser.write(file)
    remark = _REMARKS.get(options.get("volume_driver"))
    return (f"# {remark}\n" if remark else "") + file.getvalue().strip() + "\n"


def _iscsi_address(text):
    """The driver takes brackets for the sign of a port."""
    return text.strip("[]") if text.endswith("]") else text
