from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.kit.next_steps import NextStep
from helion_dashboard.kit.panel import UndercloudPanel
from helion_dashboard.kit.resources import Kind


class Overcloud(UndercloudPanel):
    name = _("Overcloud")
    slug = "uc_overcloud"
    next_steps = (
        NextStep(
            ("nodes:deploy",),
            _("Download clouds.yaml"),
            "horizon:admin:uc_overcloud:clouds_yaml",
            "overcloud:credentials",
        ),
        NextStep(
            ("nodes:undeploy",),
            _("Deploy an overcloud"),
            "horizon:admin:uc_overcloud:index",
            "overcloud:get",
        ),
        NextStep(
            ("nodes:deploy", "nodes:undeploy"),
            _("Show the overcloud"),
            "horizon:admin:uc_overcloud:index",
            "overcloud:get",
            failed=True,
        ),
    )
    resources = (Kind("stack", _("Overcloud"), "horizon:admin:uc_overcloud:index"),)
    service = lifecycle.SERVICE
