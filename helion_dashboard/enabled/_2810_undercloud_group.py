from django.utils.translation import gettext_lazy as _

PANEL_GROUP = "undercloud"
PANEL_GROUP_NAME = _("Undercloud Admin")
PANEL_GROUP_DASHBOARD = "admin"
ADD_INSTALLED_APPS = ["helion_dashboard"]
AUTO_DISCOVER_STATIC_FILES = False
ADD_SCSS_FILES = ["helion_dashboard/scss/theme.scss"]
