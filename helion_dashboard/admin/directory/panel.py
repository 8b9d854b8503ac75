from django.utils.translation import gettext_lazy as _

from helion_dashboard.kit.panel import UndercloudPanel


class Directory(UndercloudPanel):
    name = _("Directory")
    slug = "uc_directory"
