from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.updates import client as updates
from helion_dashboard.kit.next_steps import NextStep
from helion_dashboard.kit.panel import UndercloudPanel
from helion_dashboard.kit.resources import Kind

_MOST = 1000


def _names(records):
    return {record.id: record.label for record in records}


class Updates(UndercloudPanel):
    name = _("Updates")
    slug = "uc_updates"
    service = updates.SERVICE
    next_steps = (
        NextStep(
            ("nodes:rollout",),
            _("Show the images"),
            "horizon:admin:uc_updates:rollouts",
            "server_image:list",
        ),
        NextStep(
            ("nodes:rollout",),
            _("Roll back…"),
            "horizon:admin:uc_updates:roll_image_back",
            "plan:create",
            "rollout",
        ),
    )
    resources = (
        Kind(
            "entry",
            _("Catalogue entry"),
            "horizon:admin:uc_updates:detail",
            lambda request: _names(updates.entries(request, limit=_MOST).records),
        ),
        Kind(
            "content",
            _("Content"),
            "horizon:admin:uc_updates:content_detail",
            lambda request: _names(updates.contents(request, limit=_MOST)[0].records),
        ),
        Kind("published", _("Published versions"), "horizon:admin:uc_updates:publications"),
        Kind("upload", _("Uploaded file"), "horizon:admin:uc_updates:contents"),
    )
