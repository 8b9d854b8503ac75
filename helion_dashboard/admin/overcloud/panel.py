from django.utils.translation import gettext_lazy as _

from helion_dashboard.api import lifecycle
from helion_dashboard.kit.panel import UndercloudPanel


class Overcloud(UndercloudPanel):
    name = _("Overcloud")
    slug = "uc_overcloud"
    service = lifecycle.SERVICE
