from django.urls import path

from helion_dashboard.admin.nodes import views

urlpatterns = [
    path("", views.index, name="index"),
    path("rows.json", views.rows, name="rows"),
    path("summary.json", views.summary_line, name="summary"),
    path("act", views.act, name="act"),
    path("enrol/", views.enrol, name="enrol"),
    path("enrol/driver", views.driver_fields, name="driver_fields"),
    path("<str:node>/", views.detail, name="detail"),
    path("<str:node>/state.json", views.state, name="state"),
    path("<str:node>/ports/add", views.add_port, name="add_port"),
    path("<str:node>/ports/delete", views.delete_port, name="delete_port"),
]
