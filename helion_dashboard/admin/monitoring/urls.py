from django.urls import path

from helion_dashboard.admin.monitoring import badges, details, lists, matching, receivers, tokens

urlpatterns = [
    *lists.Problems.urls(),
    path("bell.json", badges.bell, name="bell"),
    path("roles.json", badges.roles, name="roles"),
    *matching.Matching.urls("problems/matching"),
    *lists.Hosts.urls("hosts/"),
    *details.Host.urls("hosts/<str:host>/"),
    *lists.Services.urls("services/"),
    *details.Service.urls("services/<str:service>/"),
    *receivers.Receivers.urls("messages/"),
    *receivers.AddWebhook.urls("messages/add-webhook"),
    *receivers.AddMail.urls("messages/add-mail"),
    *receivers.Edit.urls("messages/<str:receiver>/edit"),
    *tokens.Tokens.urls("tokens/"),
    *tokens.Issue.urls("tokens/<str:host>/issue"),
]
