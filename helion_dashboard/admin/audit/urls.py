from django.urls import path

from helion_dashboard.admin.audit import export, logins, views

urlpatterns = [
    *views.Events.urls(),
    path("export.csv", export.as_csv, name="csv"),
    path("export.jsonl", export.as_json_lines, name="json_lines"),
    *logins.Logins.urls("logins/"),
    *views.Event.urls("<str:event>/"),
]
