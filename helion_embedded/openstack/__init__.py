"""The services of the undercloud, one module each, and the overcloud's Nova.

:data:`SERVICES` lists them in the order of their ports and of their start.
"""

from helion_embedded.openstack.cinder import Cinder
from helion_embedded.openstack.directory import Directory
from helion_embedded.openstack.distribution import Distribution
from helion_embedded.openstack.glance import Glance
from helion_embedded.openstack.heat import Heat
from helion_embedded.openstack.helion import Helion
from helion_embedded.openstack.horizon import Horizon
from helion_embedded.openstack.icinga import Icinga
from helion_embedded.openstack.ironic import Ironic
from helion_embedded.openstack.journal import Journal
from helion_embedded.openstack.keystone import Keystone
from helion_embedded.openstack.neutron import Neutron
from helion_embedded.openstack.nova import Nova
from helion_embedded.openstack.overcloud import Overcloud
from helion_embedded.openstack.placement import Placement
from helion_embedded.openstack.prometheus import Exporter, Prometheus
from helion_embedded.openstack.storeserv import StoreServs
from helion_embedded.openstack.storevirtual import StoreVirtuals
from helion_embedded.openstack.swift import StorageServer, Swift
from helion_embedded.openstack.vcenter import VCenter
from helion_embedded.swift import settings

SERVICES = {
    service.name: service
    for service in (
        Keystone(),
        # The seed works longest on these two, so they come first.
        Ironic(),
        Neutron(),
        Glance(),
        Placement(),
        Nova(),
        Cinder(),
        Heat(),
        Overcloud(),
        Helion(),
        Horizon(),
        VCenter(),
        StoreServs(),
        Distribution(),
        StoreVirtuals(),
        Icinga(),
        Journal(),
        Directory(),
        Exporter(),
        Prometheus(),
        *map(StorageServer, settings.SERVERS),
        Swift(),
    )
}


def select(names=None):
    """The names of services to run for a wish list, with all they require, in start order.

    None means all of them. Raises ValueError for a name that is not in :data:`SERVICES`.
    """
    if names is None:
        return tuple(SERVICES)
    unknown = sorted(set(names) - set(SERVICES))
    if unknown:
        raise ValueError(f"unknown service: {', '.join(unknown)} (known: {', '.join(SERVICES)})")
    selection, waiting = set(), ["keystone", *names]
    while waiting:
        name = waiting.pop()
        if name not in selection:
            selection.add(name)
            waiting += SERVICES[name].requires
    return tuple(name for name in SERVICES if name in selection)


def possible(names, required=()):
    """The services of ``names`` that can run on this machine, and the reasons why others cannot.

    Returns a tuple of names and a list of sentences. Raises ValueError with the sentence if one of
    ``required`` cannot run.
    """
    missing = {name: line for name in names if (line := SERVICES[name].missing())}
    for name in required:
        if name in missing:
            raise ValueError(missing[name])
    return tuple(name for name in names if name not in missing), list(
        dict.fromkeys(missing.values())
    )
