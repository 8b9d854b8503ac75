PANEL = "uc_nodes"
PANEL_DASHBOARD = "admin"
PANEL_GROUP = "undercloud"
ADD_PANEL = "helion_dashboard.admin.nodes.panel.Nodes"
