import horizon
from django.utils.translation import gettext_lazy as _

from helion_dashboard import policy


class ServiceCatalog(horizon.Panel):
    name = _("Service Catalog")
    slug = "service_catalog"

    def allowed(self, context):
        return policy.allowed(context["request"], "catalog:list")
