from django.urls import path

from helion_dashboard.admin.nodes import edit, impact, views
from helion_dashboard.admin.nodes.imports import Import
from helion_dashboard.admin.nodes.listing import Nodes

urlpatterns = [
    *Nodes.urls(),
    *views.Enrol.urls("enrol/"),
    *Import.urls("import/"),
    path("impact.json", impact.impact, name="impact"),
    path("enrol/driver", views.fields_of_driver, name="driver_fields"),
    *views.Node.urls("<str:node>/"),
    *edit.Edit.urls("<str:node>/edit"),
    *edit.EditPort.urls("<str:node>/ports/<str:port>/edit"),
    *views.AddPort.urls("<str:node>/ports/add"),
    path("<str:node>/ports/delete", views.delete_port, name="delete_port"),
]
