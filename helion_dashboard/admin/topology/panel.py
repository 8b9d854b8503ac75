from django.utils.translation import gettext_lazy as _

from helion_dashboard.kit.panel import UndercloudPanel


class Topology(UndercloudPanel):
    name = _("Topology")
    slug = "uc_topology"
