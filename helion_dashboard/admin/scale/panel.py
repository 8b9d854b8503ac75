from django.utils.translation import gettext_lazy as _

from helion_dashboard.admin.scale.menu_links import NODE_ACTIONS
from helion_dashboard.kit.panel import UndercloudPanel
from helion_dashboard.kit.resources import Kind


class Scale(UndercloudPanel):
    name = _("Scale")
    slug = "uc_scale"
    resources = (Kind("role", _("Role"), "horizon:admin:uc_scale:index"),)
    node_actions = (NODE_ACTIONS,)
