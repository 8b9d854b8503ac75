"""The plugin's settings: typed, with defaults; the only reader of ``django.conf.settings``.

An operator writes them as one dictionary in ``local_settings.py``::

    HELION_DASHBOARD = {"SERVICE_TIMEOUT": 5}
"""

import dataclasses
import functools

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed


@dataclasses.dataclass(frozen=True)
class Config:
    """What can be set, in the keys' upper case: ``service_timeout`` is ``SERVICE_TIMEOUT``.

    :ivar service_timeout: seconds to wait for one answer of a service before the page says that
        it does not answer
    :ivar far_timeout: seconds to wait for one answer of a service that must first hear from what is
        no part of the cloud, such as a vCenter
    :ivar probe_timeout: seconds to wait for one endpoint in the Service Catalog
    :ivar page_size: rows of a list page
    :ivar compress: compress pages and data for browsers that take it; ``False`` where the web
        server in front of Horizon does that
    :ivar show_admin_to_system_readers: show the Admin dashboard to users who may only read the
        system. They then also see stock panels that they cannot open.
    :ivar topology_layouts: folder with further layouts of the Topology, one YAML file each; empty
        for none
    :ivar ldap_networks: networks in which a directory may be tried, with spaces between them
    :ivar ldap_ports: ports on which a directory may be tried, with spaces between them
    :ivar logs: the log store, see :mod:`helion_dashboard.api.logs.client`; empty for none
    :ivar sensors: the Prometheus with readings of sensors, see
        :mod:`helion_dashboard.api.sensors.client`; empty for none
    :ivar poll_moving: seconds between two refreshes while something on the page is changing
    :ivar poll_operation: seconds between two refreshes of an operation's own page while it runs
    :ivar poll_resting: seconds between two refreshes otherwise
    :ivar poll_idle: seconds without mouse or keyboard after which a page stops refreshing
    """

    service_timeout: float = 8.0
    far_timeout: float = 45.0
    probe_timeout: float = 3.0
    page_size: int = 50
    compress: bool = True
    show_admin_to_system_readers: bool = False
    topology_layouts: str = ""
    ldap_networks: str = "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7"
    ldap_ports: str = "389 636 3268 3269"
    logs: dict = dataclasses.field(default_factory=dict)
    sensors: dict = dataclasses.field(default_factory=dict)
    poll_moving: float = 10.0
    poll_operation: float = 2.0
    poll_resting: float = 30.0
    poll_idle: float = 600.0


class UnknownSetting(ImproperlyConfigured):
    """``HELION_DASHBOARD`` names a key that does not exist, or gives one of the wrong type."""


@functools.cache
def get():
    """The settings in force, as a :class:`Config`; raises :class:`UnknownSetting`."""
    overrides = getattr(settings, "HELION_DASHBOARD", None) or {}
    fields = {field.name.upper(): field for field in dataclasses.fields(Config)}
    values = {}
    for key, value in overrides.items():
        field = fields.get(key)
        if field is None:
            raise UnknownSetting(f"HELION_DASHBOARD has no key {key!r}; it knows {sorted(fields)}")
        expected = (int, float) if field.type is float else field.type
        if not isinstance(value, expected) or (isinstance(value, bool) and field.type is not bool):
            raise UnknownSetting(
                f"HELION_DASHBOARD[{key!r}] is {value!r}; it must be of type {field.type.__name__}"
            )
        values[field.name] = value
    return Config(**values)


def interface():
    """Which endpoints Horizon is told to ask: ``public``, ``internal`` or ``admin``."""
    return getattr(settings, "OPENSTACK_ENDPOINT_TYPE", "publicURL").removesuffix("URL")


def _forget(*, setting, **_):
    if setting == "HELION_DASHBOARD":
        get.cache_clear()


setting_changed.connect(_forget)
