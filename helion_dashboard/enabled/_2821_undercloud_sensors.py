PANEL = "uc_sensors"
PANEL_DASHBOARD = "admin"
PANEL_GROUP = "undercloud"
ADD_PANEL = "helion_dashboard.admin.sensors.panel.Sensors"
