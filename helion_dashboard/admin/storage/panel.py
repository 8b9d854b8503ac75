from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.storage import client as storage
from helion_dashboard.kit.next_steps import NextStep
from helion_dashboard.kit.panel import UndercloudPanel
from helion_dashboard.kit.resources import Kind


class Storage(UndercloudPanel):
    name = _("Storage")
    slug = "uc_storage"
    next_steps = (
        NextStep(
            ("sirius:apply",),
            _("Show the back ends"),
            "horizon:admin:uc_storage:backends",
            "backend:list",
        ),
    )
    service = storage.SERVICE
    resources = (
        Kind(
            "storeserv",
            _("Array"),
            "horizon:admin:uc_storage:detail",
            lambda request: {array.id: array.name for array in storage.storeservs(request)},
        ),
        Kind(
            "storevirtual",
            _("StoreVirtual cluster"),
            "horizon:admin:uc_storage:storevirtual",
            lambda request: {row.id: row.name for row in storage.storevirtuals(request)},
        ),
        Kind("cinder", _("Cinder"), "horizon:admin:uc_storage:configuration"),
    )
