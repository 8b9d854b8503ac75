PANEL = "uc_object_storage"
PANEL_DASHBOARD = "admin"
PANEL_GROUP = "undercloud"
ADD_PANEL = "helion_dashboard.admin.object_storage.panel.ObjectStorage"
