from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.storage import client as storage
from helion_dashboard.kit.panel import UndercloudPanel
from helion_dashboard.kit.resources import Kind


class Storage(UndercloudPanel):
    name = _("Storage")
    slug = "uc_storage"
    service = storage.SERVICE
    resources = (
        Kind(
            "storeserv",
            _("Array"),
            "horizon:admin:uc_storage:detail",
            lambda request: {array.id: array.name for array in storage.storeservs(request)},
        ),
        Kind("cinder", _("Cinder"), "horizon:admin:uc_storage:configuration"),
    )
