PANEL = "uc_operations"
PANEL_DASHBOARD = "admin"
PANEL_GROUP = "undercloud"
ADD_PANEL = "helion_dashboard.admin.operations.panel.Operations"
