from django.urls import path

from helion_dashboard.admin.overcloud import credentials, plan_forms, views

urlpatterns = [
    path("", views.index, name="index"),
    path("state.json", views.state, name="state"),
    path("events.json", views.events, name="events"),
    *plan_forms.Deploy.urls("deploy"),
    *plan_forms.Undeploy.urls("undeploy"),
    path("credentials/clouds.yaml", credentials.clouds_yaml, name="clouds_yaml"),
    path("credentials/openrc", credentials.openrc, name="openrc"),
]
