from helion_dashboard.admin.object_storage import changes, lists

urlpatterns = [
    *lists.Rings.urls(),
    *lists.Servers.urls("servers/"),
    *lists.Devices.urls("devices/"),
    *changes.Drain.urls("drain"),
    *changes.Add.urls("add"),
]
