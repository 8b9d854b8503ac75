"""Puts the plugin into a stock Horizon: one call, as the last line of ``local_settings.py``.

::

    from helion_dashboard.settings import enable
    enable(globals())

Horizon reads its ``enabled`` packages by path after the local settings ran, so a longer
``openstack_dashboard.local.enabled.__path__`` is honoured and nothing is copied into
site-packages. (Calling Horizon's ``update_dashboards`` from here instead would throw away the
panels of every other plugin.)
"""

import importlib
import pathlib

_PACKAGE = pathlib.Path(__file__).resolve().parent


def enable(settings):
    """Register panels and policy in the settings namespace ``settings`` (usually ``globals()``).

    It may be called more than once. It reads ``HELION_DASHBOARD`` (see
    :mod:`helion_dashboard.config`), ``POLICY_FILES`` and ``DEFAULT_POLICY_FILES`` from the
    namespace, so call it after they are set.
    """
    _add_panels()
    _add_policy(settings)


def _add_panels():
    enabled = importlib.import_module("openstack_dashboard.local.enabled")
    folder = str(_PACKAGE / "enabled")
    if folder not in enabled.__path__:
        enabled.__path__.append(folder)


def _add_policy(settings):
    # Imported here: Horizon's defaults must not be loaded by merely importing this module.
    defaults = importlib.import_module("openstack_dashboard.defaults")
    for name, file in (
        ("POLICY_FILES", "helion.yaml"),
        ("DEFAULT_POLICY_FILES", "helion_default.yaml"),
    ):
        files = dict(settings.get(name) or getattr(defaults, name))
        # Horizon joins this to its own folder, which leaves an absolute path as it is. An
        # operator's own file for "helion" stays.
        files.setdefault("helion", str(_PACKAGE / "policies" / file))
        settings[name] = files
