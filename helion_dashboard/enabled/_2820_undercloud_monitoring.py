PANEL = "uc_monitoring"
PANEL_DASHBOARD = "admin"
PANEL_GROUP = "undercloud"
ADD_PANEL = "helion_dashboard.admin.monitoring.panel.Monitoring"
