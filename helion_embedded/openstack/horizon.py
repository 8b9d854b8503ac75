"""Horizon with the project's plugin: Django under waitress, static files by WhiteNoise."""

import importlib.util
import mimetypes
import os
import pathlib

from helion_embedded.openstack import horizon_settings, horizon_static
from helion_embedded.openstack.base import Service
from helion_embedded.state import write_private

PLUGIN = "helion_dashboard"
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self' data:;"
    " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
"""Horizon's own templates need both ``unsafe``; nothing comes from or goes to another site."""


class Horizon(Service):
    name = "horizon"
    health_path = "/auth/login/"

    def write_configuration(self, instance):
        # A package named "local" earlier on the path than Horizon's own is what Horizon imports.
        local = self._site(instance) / "local"
        write_private(local / "__init__.py", "")
        write_private(
            local / "local_settings.py",
            horizon_settings.render(instance, find_plugins(instance.plugins)),
        )

    def environment(self, instance):
        path = [str(self._site(instance)), os.environ.get("PYTHONPATH")]
        return {
            "PYTHONPATH": os.pathsep.join(filter(None, path)),
            "DJANGO_SETTINGS_MODULE": "openstack_dashboard.settings",
        }

    def is_prepared(self, instance):
        return horizon_static.is_current(instance, self._packages(instance))

    def prepare(self, instance):
        """Collect and compress static files, which takes some six seconds."""
        horizon_static.build(instance, self._packages(instance))

    def application(self, instance):
        # Python's own table has no .mjs on some systems; browsers refuse modules of another type.
        mimetypes.add_type("text/javascript", ".mjs")
        import whitenoise
        from openstack_dashboard.wsgi import application

        return whitenoise.WhiteNoise(
            _policed(application),
            root=str(horizon_static.root(instance)),
            prefix="static/",
            mimetypes={".mjs": "text/javascript"},
        )

    def _site(self, instance):
        return self.folder(instance) / "site"

    def _packages(self, instance):
        own = importlib.util.find_spec(PLUGIN)
        folders = [pathlib.Path(own.origin).parent] if own else []
        return folders + [plugin.folder for plugin in find_plugins(instance.plugins)]


def _policed(application):
    """The application with :data:`POLICY` in each answer."""

    def policed(environ, start_response):
        def start(status, headers, *more):
            return start_response(status, [*headers, ("Content-Security-Policy", POLICY)], *more)

        return application(environ, start)

    return policed


def find_plugins(names):
    """The installed Horizon plugins ``names`` (top-level packages), without importing them.

    Raises ValueError for one that is not installed or has no ``enabled`` folder.
    """
    return [_find_plugin(name) for name in names]


def is_installed(name):
    """Whether there is a top-level package ``name``."""
    return name.isidentifier() and importlib.util.find_spec(name) is not None


def _find_plugin(name):
    if not is_installed(name):
        raise ValueError(f"Horizon plugin {name} is not installed")
    folder = pathlib.Path(importlib.util.find_spec(name).origin).parent
    for enabled in (folder / "enabled", folder / "local" / "enabled"):
        if enabled.is_dir():
            return horizon_settings.Plugin(name, folder, enabled)
    raise ValueError(f"{name} has no folder 'enabled': not a Horizon plugin")
