from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.kit.panel import UndercloudPanel
from helion_dashboard.kit.resources import Kind


class Overcloud(UndercloudPanel):
    name = _("Overcloud")
    slug = "uc_overcloud"
    resources = (Kind("stack", _("Overcloud"), "horizon:admin:uc_overcloud:index"),)
    service = lifecycle.SERVICE
