PANEL = "uc_overcloud"
PANEL_DASHBOARD = "admin"
PANEL_GROUP = "undercloud"
ADD_PANEL = "helion_dashboard.admin.overcloud.panel.Overcloud"
