PANEL = "acme_arrays"
PANEL_DASHBOARD = "admin"
PANEL_GROUP = "undercloud"
ADD_PANEL = "acme_dashboard.arrays.panel.Arrays"
