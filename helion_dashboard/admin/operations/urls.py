from django.urls import path

from helion_dashboard.admin.operations import cancel_retry, views

urlpatterns = [
    *views.Operations.urls(),
    path("running.json", views.running, name="running"),
    path("of.json", views.of_resource, name="of_resource"),
    *views.Operation.urls("<str:operation>/"),
    path("<str:operation>/names.json", views.names, name="names"),
    path("<str:operation>/cancel", cancel_retry.cancel, name="cancel"),
    path("<str:operation>/pause", cancel_retry.pause, name="pause"),
    path("<str:operation>/continue", cancel_retry.go_on, name="continue"),
    path("<str:operation>/retry", cancel_retry.retry, name="retry"),
]
