from django.utils.translation import gettext_lazy as _

from helion_dashboard.kit.panel import UndercloudPanel


class Nodes(UndercloudPanel):
    name = _("Nodes")
    slug = "uc_nodes"
