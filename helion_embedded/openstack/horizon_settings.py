"""The text of Horizon's ``local_settings.py``."""

import dataclasses
import pathlib
import secrets
import string

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
AVAILABLE_THEMES = [
    ("default", "Default", "themes/default"),
    ("material", "Material", "themes/material"),
]
# Nodes of Ironic have no capacity of their own in Nova: the pies would be empty.
SHOW_RESOURCE_PROVIDER_SUMMARY = False
OPENSTACK_NEUTRON_NETWORK = {
    "enable_router": False,
    "enable_distributed_router": False,
    "enable_ha_router": False,
    "enable_fip_topology_check": False,
}
HORIZON_CONFIG_USER_HOME = $user_home

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
}

from helion_dashboard.settings import enable  # noqa: E402

enable(globals(), widen_admin=True)
''')

# Panels whose services this undercloud does not have: Neutron without layer 3.
_ABSENT_PANELS = (
    ("routers", "project"),
    ("floating_ips", "project"),
    ("routers", "admin"),
    ("floating_ips", "admin"),
)


def render(instance, plugins):
    """The settings of ``instance`` with the further ``plugins`` (a list of :class:`Plugin`)."""
    absent = instance.state.configuration / "horizon" / "absent"
    _write_absent(absent)
    policy, default_policy = _policy_files(plugins)
    values = {
        "secret_key": _secret_key(instance),
        "static_root": str(horizon_static.root(instance)),
        "cache": str(instance.state.var("horizon", "cache")),
        "auth_url": instance.auth_url,
        # The stock landing page is 403 without Nova.
        "user_home": None if instance.has("nova") else "/admin/",
        "policy_files": policy,
        "default_policy_files": default_policy,
        "enabled": [str(plugin.enabled) for plugin in plugins] + [str(absent)],
    }
    return _TEMPLATE.substitute({name: repr(value) for name, value in values.items()})


def _write_absent(folder):
    write_private(folder / "__init__.py", "")
    for panel, dashboard in _ABSENT_PANELS:
        write_private(
            folder / f"_9990_{dashboard}_{panel}.py",
            f"PANEL = {panel!r}\nPANEL_DASHBOARD = {dashboard!r}\nREMOVE_PANEL = True\n",
        )


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
