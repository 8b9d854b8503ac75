from django.urls import path

from helion_dashboard.admin.sensors import views

urlpatterns = [
    path("", views.index, name="index"),
    path("hottest.json", views.hottest, name="hottest"),
    path("failed.json", views.failed, name="failed"),
    path("power.json", views.power, name="power"),
    path("nodes/<uuid:node>.json", views.node, name="node"),
]
