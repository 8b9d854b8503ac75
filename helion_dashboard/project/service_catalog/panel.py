import horizon
from django.utils.translation import gettext_lazy as _


class ServiceCatalog(horizon.Panel):
    name = _("Service Catalog")
    slug = "service_catalog"
    policy_rules = (("helion", "catalog:list"),)
