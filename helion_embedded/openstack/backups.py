"""What is backed up of the embedded undercloud, and how its services rest during a restore."""

import shlex
import shutil
import sys

from helion_embedded.openstack.cinder import Cinder
from helion_embedded.openstack.glance import Glance
from helion_embedded.openstack.heat import Heat
from helion_embedded.openstack.ironic import Ironic
from helion_embedded.openstack.keystone import Keystone
from helion_embedded.openstack.neutron import Neutron
from helion_embedded.openstack.nova import Nova
from helion_embedded.openstack.placement import Placement

_SERVICES = (Keystone, Ironic, Neutron, Glance, Placement, Nova, Cinder, Heat)


def missing():
    """One line that says what to install, or None if restic is here."""
    if shutil.which("restic"):
        return None
    return "no backups: install restic (apt-get install restic)"


def parts(instance, own, secret_keys):
    """The content of ``[backup] parts_file``: databases, configuration, images and keys.

    :param own: the part of the project's own services
    :param secret_keys: the folder of their keys
    """
    state = instance.state
    services = [
        {
            "name": service.name,
            "service": service.name,
            "databases": [
                {"name": name, "url": f"sqlite:///{state.database(name)}"}
                for name in service.databases
            ],
            "files": [str(state.configuration / service.name)],
        }
        for service in _SERVICES
        if instance.has(service.name)
    ]
    keys = {"name": "keys", "apart": True, "files": [str(state.keys), str(secret_keys)]}
    return [*services, {"name": "images", "files": [str(state.var("glance"))]}, own, keys]


def hook(instance, verb):
    """The command that stops or starts services of this undercloud."""
    command = (sys.executable, "-m", "helion_embedded", verb, "--state", instance.state.root)
    return shlex.join(map(str, command))
