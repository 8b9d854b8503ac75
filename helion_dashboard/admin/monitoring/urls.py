from helion_dashboard.admin.monitoring import details, lists, matching, receivers

urlpatterns = [
    *lists.Problems.urls(),
    *matching.Matching.urls("problems/matching"),
    *lists.Hosts.urls("hosts/"),
    *details.Host.urls("hosts/<str:host>/"),
    *lists.Services.urls("services/"),
    *details.Service.urls("services/<str:service>/"),
    *receivers.Receivers.urls("messages/"),
    *receivers.AddWebhook.urls("messages/add-webhook"),
    *receivers.AddMail.urls("messages/add-mail"),
    *receivers.Edit.urls("messages/<str:receiver>/edit"),
]
