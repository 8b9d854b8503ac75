"""Cinder's configuration of back ends: a section for each CPG.

Source of the options: Cinder's drivers ``hpe_3par_fc`` and ``hpe_3par_iscsi``, and its common
options of a volume driver.
"""

import configparser
import io

from helion_services.base.option_text import option_text
from helion_services.sirius.storeservs import ISCSI

MASK = "<SANITIZED>"
SECRETS = ("hpe3par_password", "san_password")

_DRIVERS = {
    "fc": "cinder.volume.drivers.hpe.hpe_3par_fc.HPE3PARFCDriver",
    "iscsi": "cinder.volume.drivers.hpe.hpe_3par_iscsi.HPE3PARISCSIDriver",
}


def section_name(cpg):
    """The name of a CPG's section, which Cinder calls the back end."""
    return f"CPG_{cpg.id}"


def section(backend_name, cpg, login, secret=None):
    """The options of a CPG, all text.

    :param login: :class:`~helion_services.sirius.wsapi.Login` of its array
    :param secret: ``{"password", "san_password"}``; None masks them
    """
    array = cpg.storeserv
    secret = secret or {"password": MASK, "san_password": MASK}
    options = {
        "volume_driver": _DRIVERS[array.device_type],
        "volume_backend_name": backend_name,
        "hpe3par_api_url": login.url,
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


def whole(sections):
    """``{"DEFAULT": {"enabled_backends": [...]}, name: options, ...}``."""
    return {"DEFAULT": {"enabled_backends": list(sections)}, **sections}


def as_text(configuration):
    """The same as ``cinder.conf`` has it: Cinder reads the same values back."""
    parser = configparser.RawConfigParser(default_section="")
    for name, options in configuration.items():
        parser[name] = {
            key: ",".join(value) if isinstance(value, list) else option_text(value)
            for key, value in options.items()
        }
    file = io.StringIO()
    parser.write(file)
    return file.getvalue().strip() + "\n"


def _iscsi_address(text):
    """The driver takes brackets for the sign of a port."""
    return text.strip("[]") if text.endswith("]") else text
