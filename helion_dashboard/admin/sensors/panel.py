from django.utils.translation import gettext_lazy as _

from helion_dashboard.admin.sensors import views
from helion_dashboard.api.sensors import client as sensors
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.panel import UndercloudPanel


class Sensors(UndercloudPanel):
    name = _("Sensors")
    slug = "uc_sensors"
    rule = "sensor:list"

    def offered(self, user):
        return sensors.offered() and super().offered(user)

    @property
    def node_tabs(self):
        if not sensors.offered():
            return ()
        return (Tab("sensors", _("Sensors"), "helion_dashboard/sensors/_tab.html", views.tab),)
