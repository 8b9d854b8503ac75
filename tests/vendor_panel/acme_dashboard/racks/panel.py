from django.utils.translation import gettext_lazy as _

from helion_dashboard.kit.panel import UndercloudPanel


class Racks(UndercloudPanel):
    name = _("Racks")
    slug = "acme_racks"
