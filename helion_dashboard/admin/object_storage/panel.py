from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.rings import client as rings
from helion_dashboard.kit.panel import UndercloudPanel
from helion_dashboard.kit.resources import Kind


class ObjectStorage(UndercloudPanel):
    name = _("Object storage")
    slug = "uc_object_storage"
    service = rings.SERVICE
    resources = (
        Kind("ring", _("Ring"), "horizon:admin:uc_object_storage:index"),
        Kind("storage-server", _("Storage server"), "horizon:admin:uc_object_storage:servers"),
    )
