"""What happens when Horizon starts with the plugin in it."""

import importlib
import logging

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

LOG = logging.getLogger(__name__)

# Sentences register themselves, and so do services that have operations: the first in the catalog
# answers for those of all.
_REGISTERING = (
    "lifecycle.client",
    "lifecycle.messages",
    "esx.client",
    "esx.messages",
    "monitoring.messages",
    "operations.messages",
    "storage.client",
    "storage.messages",
    "updates.messages",
    "backup.messages",
    "rings.messages",
)


class HelionDashboard(AppConfig):
    name = "helion_dashboard"
    verbose_name = "Undercloud Admin"

    def ready(self):
        from helion_dashboard import checks, config, navigation  # noqa: F401  (checks register)

        navigation.bound()
        for module in _REGISTERING:
            importlib.import_module(f"helion_dashboard.api.{module}")

        # At login, so that no page has to: navigation code reads the session only.
        user_logged_in.connect(_remember_system_roles, dispatch_uid="helion_system_roles")
        if config.get().show_admin_to_system_readers:
            _show_admin_to_system_readers()


def _remember_system_roles(sender, request, user, **_):
    from helion_dashboard.api import scopes
    from helion_dashboard.kit.panel import has_bare_metal

    if not has_bare_metal(user):
        LOG.info("The service catalog has no bare metal: Undercloud Admin is not shown.")
        return
    request.user = user
    scopes.remember_system_roles(request)


def _show_admin_to_system_readers():
    from openstack_dashboard.dashboards.admin.dashboard import Admin

    from helion_dashboard import policy

    stock = Admin.allowed

    def allowed(self, context):
        return stock(self, context) or policy.allowed(context["request"], "undercloud:see")

    Admin.allowed = allowed
