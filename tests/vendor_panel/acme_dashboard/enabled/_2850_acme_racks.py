PANEL = "acme_racks"
PANEL_DASHBOARD = "admin"
PANEL_GROUP = "undercloud"
ADD_PANEL = "acme_dashboard.racks.panel.Racks"
ADD_INSTALLED_APPS = ["acme_dashboard"]
