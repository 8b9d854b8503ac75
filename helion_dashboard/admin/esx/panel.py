from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.esx import client as esx
from helion_dashboard.kit.next_steps import NextStep
from helion_dashboard.kit.panel import UndercloudPanel
from helion_dashboard.kit.resources import Kind


class Esx(UndercloudPanel):
    name = _("ESX")
    slug = "uc_esx"
    next_steps = (
        NextStep(
            (
                *("eon:activate", "eon:deactivate", "eon:restore_proxy"),
                *("eon:add_host", "eon:remove_host"),
            ),
            _("Show the clusters"),
            "horizon:admin:uc_esx:index",
            "vcenter:list",
        ),
    )
    service = esx.SERVICE
    resources = (
        Kind(
            "esx-cluster",
            _("ESX cluster"),
            "horizon:admin:uc_esx:resource",
            lambda request: {cluster.id: cluster.name for cluster in esx.resources(request)},
        ),
        Kind(
            "vcenter",
            _("vCenter"),
            "horizon:admin:uc_esx:detail",
            lambda request: {vcenter.id: vcenter.name for vcenter in esx.vcenters(request)},
        ),
    )
