from django.urls import path

from helion_dashboard.admin.esx import activating, cluster_page, networks, proxies, registering
from helion_dashboard.admin.esx.clusters import Clusters
from helion_dashboard.admin.esx.vcenters import VCenter, VCenters

urlpatterns = [
    *VCenters.urls(),
    path("register", registering.register, name="register"),
    path("certificate", registering.certificate, name="certificate"),
    path("network", networks.index, name="network"),
    path("network/check", networks.check, name="check"),
    path("network/template", networks.template, name="template"),
    path("cluster/<str:resource>", cluster_page.of_resource, name="resource"),
    *VCenter.urls("<str:vcenter>/"),
    path("<str:vcenter>/act", Clusters.view("act"), name="act_clusters"),
    path("<str:vcenter>/edit", registering.edit, name="edit"),
    path("<str:vcenter>/proxy", proxies.of_vcenter, name="proxy"),
    path("<str:vcenter>/activate", activating.activate, name="activate"),
    *cluster_page.Cluster.urls("<str:vcenter>/<str:moid>/"),
    path("<str:vcenter>/<str:moid>/hypervisor.json", cluster_page.hypervisor, name="hypervisor"),
    path("<str:vcenter>/<str:moid>/hosts", cluster_page.Hosts.view("act"), name="act_hosts"),
    path("<str:vcenter>/<str:moid>/proxy", proxies.of_cluster, name="cluster_proxy"),
]
