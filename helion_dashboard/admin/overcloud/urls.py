from django.urls import path

from helion_dashboard.admin.overcloud import credentials, planning, views

urlpatterns = [
    path("", views.index, name="index"),
    path("state.json", views.state, name="state"),
    path("events.json", views.events, name="events"),
    path("deploy", planning.deploy, name="deploy"),
    path("undeploy", planning.undeploy, name="undeploy"),
    path("credentials/clouds.yaml", credentials.clouds_yaml, name="clouds_yaml"),
    path("credentials/openrc", credentials.openrc, name="openrc"),
]
