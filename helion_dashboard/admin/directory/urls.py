from django.urls import path

from helion_dashboard.admin.directory import connecting, domains, roles

urlpatterns = [
    *domains.Domains.urls(),
    *domains.Create.urls("add"),
    *connecting.Connect.urls("<str:domain>/connect"),
    path("<str:domain>/try", connecting.attempt, name="try"),
    *domains.Disconnect.urls("<str:domain>/disconnect"),
    *roles.Roles.urls("<str:domain>/roles/"),
    *roles.Grant.urls("<str:domain>/roles/add"),
]
