from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.backup import client as backup
from helion_dashboard.kit.panel import UndercloudPanel
from helion_dashboard.kit.resources import Kind

_MOST = 1000


class Backup(UndercloudPanel):
    name = _("Backup")
    slug = "uc_backup"
    service = backup.SERVICE
    resources = (
        Kind(
            "backup",
            _("Backup"),
            "horizon:admin:uc_backup:detail",
            lambda request: {b.id: b.name for b in backup.backups(request, limit=_MOST)[0]},
        ),
        Kind(
            "repository",
            _("Repository"),
            "horizon:admin:uc_backup:repository_detail",
            lambda request: {each.id: each.name for each in backup.repositories(request)},
        ),
    )
