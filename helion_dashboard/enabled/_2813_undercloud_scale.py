PANEL = "uc_scale"
PANEL_DASHBOARD = "admin"
PANEL_GROUP = "undercloud"
ADD_PANEL = "helion_dashboard.admin.scale.panel.Scale"
