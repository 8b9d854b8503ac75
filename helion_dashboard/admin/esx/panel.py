from django.utils.translation import gettext_lazy as _

from helion_dashboard.api import esx
from helion_dashboard.kit.panel import UndercloudPanel


class Esx(UndercloudPanel):
    name = _("ESX")
    slug = "uc_esx"
    service = esx.SERVICE
