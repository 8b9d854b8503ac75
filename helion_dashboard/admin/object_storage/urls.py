from helion_dashboard.admin.object_storage import lists

urlpatterns = [
    *lists.Rings.urls(),
    *lists.Servers.urls("servers/"),
    *lists.Devices.urls("devices/"),
]
