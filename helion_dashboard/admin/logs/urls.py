from django.urls import path

from helion_dashboard.admin.logs import about, views

urlpatterns = [
    *views.Logs.urls(),
    *views.Around.urls("around/<str:line>/"),
    path("about.json", about.lines, name="about"),
]
