PANEL = "service_catalog"
PANEL_DASHBOARD = "project"
PANEL_GROUP = "default"
ADD_PANEL = "helion_dashboard.project.service_catalog.panel.ServiceCatalog"
