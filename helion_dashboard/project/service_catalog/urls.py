from django.urls import path

from helion_dashboard.project.service_catalog import views

urlpatterns = [
    path("", views.index, name="index"),
    path("health.json", views.health, name="health"),
    path("clouds.yaml", views.clouds_yaml, name="clouds_yaml"),
]
