from django.urls import path
from django.utils.translation import gettext_lazy as _

from helion_dashboard.admin.topology import planning, storage, views
from helion_dashboard.kit.frame import framed

urlpatterns = [
    path(
        "",
        framed(views.index, title=_("Topology"), stylesheet="helion_dashboard/css/topology.css"),
        name="index",
    ),
    path("planning/", planning.index, name="planning"),
    path("storage/", storage.index, name="storage"),
    path("storage/data.json", storage.data, name="storage_data"),
    path("storage/table.json", storage.table_of, name="storage_table"),
    path("storage/find.json", storage.find, name="storage_find"),
    path("data.json", views.data, name="data"),
    path("table.json", views.table_of, name="table"),
    path("find.json", views.find, name="find"),
    path("vcenter/<str:ident>.json", views.vcenter, name="vcenter"),
    path("node/<path:ident>.json", views.node, name="node"),
]
