from django.urls import path
from django.utils.translation import gettext_lazy as _

from helion_dashboard.admin.overcloud import credentials, plan_forms, views
from helion_dashboard.kit.frame import framed

urlpatterns = [
    path(
        "",
        framed(views.index, title=_("Overcloud"), stylesheet="helion_dashboard/css/operations.css"),
        name="index",
    ),
    path("state.json", views.state, name="state"),
    path("controllers.json", views.controllers, name="controllers"),
    path("events.json", views.events, name="events"),
    *plan_forms.Deploy.urls("deploy"),
    *plan_forms.Undeploy.urls("undeploy"),
    path("credentials/clouds.yaml", credentials.clouds_yaml, name="clouds_yaml"),
    path("credentials/openrc", credentials.openrc, name="openrc"),
]
