from django.utils.translation import gettext_lazy as _

from helion_dashboard.admin.logs import about
from helion_dashboard.api.logs import client as logs
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.panel import UndercloudPanel

_TEMPLATE = "helion_dashboard/logs/_tab.html"


class Logs(UndercloudPanel):
    name = _("Logs")
    slug = "uc_logs"
    rule = "log:list"

    def offered(self, user):
        return logs.offered() and super().offered(user)

    @property
    def node_tabs(self):
        return _tabs(about.node)

    @property
    def operation_tabs(self):
        return _tabs(about.operation)

    @property
    def plan_tabs(self):
        return _tabs(about.plan)


def _tabs(load):
    return (Tab("logs", _("Logs"), _TEMPLATE, load),) if logs.offered() else ()
