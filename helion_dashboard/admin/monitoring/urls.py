from helion_dashboard.admin.monitoring import details, lists, matching

urlpatterns = [
    *lists.Problems.urls(),
    *matching.Matching.urls("problems/matching"),
    *lists.Hosts.urls("hosts/"),
    *details.Host.urls("hosts/<str:host>/"),
    *lists.Services.urls("services/"),
    *details.Service.urls("services/<str:service>/"),
]
