from django.urls import path

from helion_dashboard.admin.esx import (
    activating,
    bulk_actions,
    cluster_page,
    networks,
    proxies,
    registering,
    vcenter_page,
    vcenters,
)

urlpatterns = [
    path("", vcenters.index, name="index"),
    path("rows.json", vcenters.rows, name="rows"),
    path("act", bulk_actions.vcenters, name="act"),
    path("register", registering.register, name="register"),
    path("certificate", registering.certificate, name="certificate"),
    path("network", networks.index, name="network"),
    path("network/check", networks.check, name="check"),
    path("network/template", networks.template, name="template"),
    path("cluster/<str:resource>", cluster_page.of_resource, name="resource"),
    path("<str:vcenter>/", vcenter_page.index, name="detail"),
    path("<str:vcenter>/state.json", vcenter_page.state, name="state"),
    path("<str:vcenter>/act", bulk_actions.clusters, name="act_clusters"),
    path("<str:vcenter>/edit", registering.edit, name="edit"),
    path("<str:vcenter>/proxy", proxies.of_vcenter, name="proxy"),
    path("<str:vcenter>/activate", activating.activate, name="activate"),
    path("<str:vcenter>/<str:moid>/", cluster_page.index, name="cluster"),
    path("<str:vcenter>/<str:moid>/state.json", cluster_page.state, name="cluster_state"),
    path("<str:vcenter>/<str:moid>/hypervisor.json", cluster_page.hypervisor, name="hypervisor"),
    path("<str:vcenter>/<str:moid>/hosts", bulk_actions.hosts, name="act_hosts"),
    path("<str:vcenter>/<str:moid>/proxy", proxies.of_cluster, name="cluster_proxy"),
]
