from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.operations import client as operations
from helion_dashboard.kit.panel import UndercloudPanel


class Audit(UndercloudPanel):
    name = _("Audit")
    slug = "uc_audit"
    rule = "audit:list"

    def offered(self, user):
        return operations.offered(user)
