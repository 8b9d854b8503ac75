from django.urls import path

from helion_dashboard.admin.esx import activating, cluster_page, networks, proxies, registering
from helion_dashboard.admin.esx.clusters import Clusters
from helion_dashboard.admin.esx.vcenters import VCenter, VCenters

urlpatterns = [
    *VCenters.urls(),
    *registering.Register.urls("register"),
    *registering.Register.look_urls("certificate"),
    path("network", networks.index, name="network"),
    path("network/check", networks.check, name="check"),
    path("network/template", networks.template, name="template"),
    path("cluster/<str:resource>", cluster_page.of_resource, name="resource"),
    *VCenter.urls("<str:vcenter>/"),
    path("<str:vcenter>/act", Clusters.view("act"), name="act_clusters"),
    *registering.Edit.urls("<str:vcenter>/edit"),
    *proxies.OfVCenter.urls("<str:vcenter>/proxy"),
    *activating.Activate.urls("<str:vcenter>/activate"),
    *cluster_page.Cluster.urls("<str:vcenter>/<str:moid>/"),
    path("<str:vcenter>/<str:moid>/hypervisor.json", cluster_page.hypervisor, name="hypervisor"),
    path("<str:vcenter>/<str:moid>/hosts", cluster_page.Hosts.view("act"), name="act_hosts"),
    *proxies.OfCluster.urls("<str:vcenter>/<str:moid>/proxy"),
]
