from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.operations import client as operations
from helion_dashboard.kit.panel import UndercloudPanel


class Operations(UndercloudPanel):
    name = _("Operations")
    slug = "uc_operations"

    def offered(self, user):
        return operations.offered(user)
