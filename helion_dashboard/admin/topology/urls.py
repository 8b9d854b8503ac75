from django.urls import path

from helion_dashboard.admin.topology import planning, views

urlpatterns = [
    path("", views.index, name="index"),
    path("planning/", planning.index, name="planning"),
    path("data.json", views.data, name="data"),
    path("table.json", views.table_of, name="table"),
    path("find.json", views.find, name="find"),
    path("vcenter/<str:ident>.json", views.vcenter, name="vcenter"),
    path("node/<path:ident>.json", views.node, name="node"),
]
