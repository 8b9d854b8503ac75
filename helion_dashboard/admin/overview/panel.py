from django.utils.translation import gettext_lazy as _

from helion_dashboard.kit.panel import UndercloudPanel


class Overview(UndercloudPanel):
    name = _("Overview")
    slug = "uc_overview"
