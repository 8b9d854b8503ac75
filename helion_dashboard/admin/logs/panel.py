from django.utils.translation import gettext_lazy as _

from helion_dashboard.admin.logs import views
from helion_dashboard.api.logs import client as logs
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.panel import UndercloudPanel


class Logs(UndercloudPanel):
    name = _("Logs")
    slug = "uc_logs"
    rule = "log:list"

    def offered(self, user):
        return logs.offered() and super().offered(user)

    @property
    def node_tabs(self):
        if not logs.offered():
            return ()
        return (Tab("logs", _("Logs"), "helion_dashboard/logs/_tab.html", views.of_node),)
