from django.utils.translation import gettext_lazy as _

from helion_dashboard.kit.panel import UndercloudPanel


class Scale(UndercloudPanel):
    name = _("Scale")
    slug = "uc_scale"
