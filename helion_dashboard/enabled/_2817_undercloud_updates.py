PANEL = "uc_updates"
PANEL_DASHBOARD = "admin"
PANEL_GROUP = "undercloud"
ADD_PANEL = "helion_dashboard.admin.updates.panel.Updates"
