from django.urls import path

from helion_dashboard.admin.overview import views

urlpatterns = [
    path("", views.index, name="index"),
    path("nodes.json", views.nodes, name="nodes"),
    path("clusters.json", views.clusters, name="clusters"),
    path("operations.json", views.operations, name="operations"),
    path("storage.json", views.storage, name="storage"),
    path("updates.json", views.updates, name="updates"),
    path("backup.json", views.backup, name="backup"),
    path("alarms.json", views.alarms, name="alarms"),
    path("sensors.json", views.sensors, name="sensors"),
    path("services.json", views.services, name="services"),
]
