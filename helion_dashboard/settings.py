"""Puts the plugin into a stock Horizon: one call, as the last line of ``local_settings.py``.

::

    from helion_dashboard.settings import enable
    enable(globals())

Horizon reads its ``enabled`` packages by path after the local settings ran, so a longer
``openstack_dashboard.local.enabled.__path__`` is honoured and nothing is copied into
site-packages. (Calling Horizon's ``update_dashboards`` from here instead would throw away the
panels of every other plugin.)

Packages of others that name themselves as entry points of the group ``helion_dashboard.plugins``
(see :mod:`helion_dashboard.kit.plugins`) are put in with it: the package ``acme_dashboard`` behind
the entry point ``acme`` brings the folder ``enabled`` and, as ``policies/acme.yaml`` and
``policies/acme_default.yaml``, the policy rules ``acme:…``.
"""

import importlib
import importlib.util
import pathlib
import sys
from importlib import metadata

#: The group of the entry points of packages that add to ours.
GROUP = "helion_dashboard.plugins"

#: What Horizon's log of operations leaves out, as a regular expression.
_OUR_PAGES = r"/uc_\w+/"

_MIDDLEWARE = "helion_dashboard.middleware.HelionMiddleware"

_PACKAGE = pathlib.Path(__file__).resolve().parent


def enable(settings):
    """Register panels and policy in the settings namespace ``settings`` (usually ``globals()``).

    It may be called more than once. It reads ``HELION_DASHBOARD`` (see
    :mod:`helion_dashboard.config`), ``POLICY_FILES`` and ``DEFAULT_POLICY_FILES`` from the
    namespace, so call it after they are set.
    """
    packages = {"helion": _PACKAGE, **_others()}
    for name, package in packages.items():
        _add_panels(package / "enabled")
        _add_policy(settings, name, package / "policies")
    _keep_from_operation_log(settings)
    _add_middleware(settings)


def _others():
    """``{name: folder}`` of other packages; none is imported while settings load."""
    specs = {
        point.name: importlib.util.find_spec(point.module.partition(".")[0])
        for point in metadata.entry_points(group=GROUP)
    }
    return {name: pathlib.Path(spec.origin).parent for name, spec in specs.items() if spec}


def _add_panels(folder):
    enabled = importlib.import_module("openstack_dashboard.local.enabled")
    if folder.is_dir() and str(folder) not in enabled.__path__:
        enabled.__path__.append(str(folder))


def _add_policy(settings, namespace, folder):
    # Imported here: Horizon's defaults must not be loaded by merely importing this module.
    defaults = importlib.import_module("openstack_dashboard.defaults")
    for name, file in (
        ("POLICY_FILES", f"{namespace}.yaml"),
        ("DEFAULT_POLICY_FILES", f"{namespace}_default.yaml"),
    ):
        files = dict(settings.get(name) or getattr(defaults, name))
        if (folder / file).is_file():
            # Horizon joins this to its own folder, which leaves an absolute path as it is. An
            # operator's own file for the namespace stays.
            files.setdefault(namespace, str(folder / file))
        settings[name] = files


def _keep_from_operation_log(settings):
    """Horizon's log of operations has all that was posted, and masks fields called ``password``.

    Ours hold logins of BMCs, files of them, and JSON: our own log has them without their values.
    """
    defaults = importlib.import_module("horizon.defaults").OPERATION_LOG_OPTIONS
    options = dict(settings.get("OPERATION_LOG_OPTIONS") or {})
    ignored = [*(options.get("ignore_urls") or defaults["ignore_urls"])]
    if _OUR_PAGES not in ignored:
        ignored.append(_OUR_PAGES)
    settings["OPERATION_LOG_OPTIONS"] = {**options, "ignore_urls": ignored}


def _add_middleware(settings):
    """Behind Horizon's, which are in its module of settings while the local ones are read."""
    horizon = sys.modules.get("openstack_dashboard.settings")
    present = settings.get("MIDDLEWARE") or getattr(horizon, "MIDDLEWARE", None)
    if present and _MIDDLEWARE not in present:
        settings["MIDDLEWARE"] = (*present, _MIDDLEWARE)
