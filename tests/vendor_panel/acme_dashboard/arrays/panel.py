from django.utils.translation import gettext_lazy as _

from acme_dashboard.arrays import api
from helion_dashboard.kit.panel import UndercloudPanel
from helion_dashboard.kit.resources import Kind


class Arrays(UndercloudPanel):
    name = _("Arrays")
    slug = "acme_arrays"
    resources = (
        Kind(
            "acme-array",
            _("Array"),
            "horizon:admin:acme_arrays:detail",
            lambda request: {array.id: array.name for array in api.arrays(request)},
        ),
    )
