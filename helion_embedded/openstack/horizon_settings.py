"""The text of Horizon's ``local_settings.py``."""

import dataclasses
import pathlib
import secrets
import string

from helion_embedded.logins import REGION
from helion_embedded.openstack import horizon_static
from helion_embedded.state import write_private


@dataclasses.dataclass(frozen=True)
class Plugin:
    """An installed Horizon plugin: its package, where that lies, and its ``enabled`` folder."""

    name: str
    folder: pathlib.Path
    enabled: pathlib.Path


_TEMPLATE = string.Template('''\
"""Written by helion_embedded at every start: changes are lost."""

import openstack_dashboard.local.enabled
from futurist import _thread
from openstack_dashboard import defaults
from openstack_dashboard.settings import HORIZON_CONFIG

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
WEBROOT = "/"
SECRET_KEY = $secret_key
STATIC_ROOT = $static_root
COMPRESS_ENABLED = True
COMPRESS_OFFLINE = True

# Server-side sessions that end when they should, without a daemon.
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": $cache,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

OPENSTACK_KEYSTONE_URL = $auth_url
OPENSTACK_KEYSTONE_MULTIDOMAIN_SUPPORT = False
# The catalogue names the overcloud's region too, in any order.
DEFAULT_SERVICE_REGIONS = {"*": $region}
AVAILABLE_THEMES = [
    ("default", "Default", "themes/default"),
    ("material", "Material", "themes/material"),
]
# Nodes of Ironic have no capacity of their own in Nova: the pies would be empty.
SHOW_RESOURCE_PROVIDER_SUMMARY = False
# Neutron without layer 3: no panels for routers and floating addresses.
OPENSTACK_NEUTRON_NETWORK = {
    "enable_router": False,
    "enable_distributed_router": False,
    "enable_ha_router": False,
    "enable_fip_topology_check": False,
}


def _user_home(user):
    """Land where the product is: the stock page needs Nova and says nothing about servers."""
    return "/admin/uc_overview/" if user.is_superuser else "/project/service_catalog/"


HORIZON_CONFIG["user_home"] = _user_home
# Horizon ends a thread pool for each page that asks in parallel, and an idle worker of futurist
# looks once a second whether it should stop: each such page took a second longer.
_thread.ThreadWorker.MAX_IDLE_FOR = 0.02

POLICY_FILES = dict(defaults.POLICY_FILES, **$policy_files)
DEFAULT_POLICY_FILES = dict(defaults.DEFAULT_POLICY_FILES, **$default_policy_files)
openstack_dashboard.local.enabled.__path__ += $enabled

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"helion_dashboard": {"level": "INFO"}},
}

# The reader on the system finds the Admin dashboard in the menu.
HELION_DASHBOARD = {
    "SHOW_ADMIN_TO_SYSTEM_READERS": True,
    # A directory may be tried on this machine, on any port.
    "LDAP_NETWORKS": "127.0.0.0/8 ::1/128",
    "LDAP_PORTS": " ".join(map(str, range(1024, 65536))),
} | $logs | $sensors | $intervals

from helion_dashboard.settings import enable  # noqa: E402

enable(globals())
''')


def render(instance, plugins):
    """The settings of ``instance`` with the further ``plugins`` (a list of :class:`Plugin`)."""
    policy, default_policy = _policy_files(plugins)
    values = {
        "secret_key": _secret_key(instance),
        "static_root": str(horizon_static.root(instance)),
        "cache": str(instance.state.var("horizon", "cache")),
        "auth_url": instance.auth_url,
        "region": REGION,
        "policy_files": policy,
        "default_policy_files": default_policy,
        "logs": _logs(instance),
        "sensors": _sensors(instance),
        # Seconds between two refreshes of a page.
        "intervals": {"POLL_MOVING": 2, "POLL_OPERATION": 1} if instance.quick else {},
        "enabled": [str(plugin.enabled) for plugin in plugins],
    }
    return _TEMPLATE.substitute({name: repr(value) for name, value in values.items()})


def _logs(instance):
    """The setting of the log store, where it runs."""
    if not instance.has("journal"):
        return {}
    return {"LOGS": {"dialect": "journal", "url": instance.url("journal")}}


def _sensors(instance):
    """The setting of Prometheus, where it runs."""
    if not instance.has("prometheus"):
        return {}
    return {"SENSORS": {"url": instance.url("prometheus")}}


def _policy_files(plugins):
    """Policy files that plugins ship, by service: ``conf/heat_policy.yaml`` and its defaults."""
    names = {"heat": "orchestration", "cinder": "volume", "nova": "compute"}
    policy, default_policy = {}, {}
    for plugin in plugins:
        conf = plugin.folder / "conf"
        for file in sorted(conf.glob("*_policy.yaml")):
            stem = file.name.removesuffix("_policy.yaml")
            service = names.get(stem, stem)
            policy[service] = str(file)
            defaults = conf / "default_policies" / f"{stem}.yaml"
            if defaults.exists():
                default_policy[service] = str(defaults)
    return policy, default_policy


def _secret_key(instance):
    path = instance.state.keys / "horizon"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(48))
    return path.read_text()
