from django.urls import path

from helion_dashboard.admin.operations import cancel_retry, pieces, views

urlpatterns = [
    path("", views.index, name="index"),
    path("rows.json", views.rows, name="rows"),
    path("running.json", pieces.running, name="running"),
    path("of.json", pieces.of_resource, name="of_resource"),
    path("<str:operation>/", views.detail, name="detail"),
    path("<str:operation>/state.json", views.state, name="state"),
    path("<str:operation>/names.json", pieces.names, name="names"),
    path("<str:operation>/cancel", cancel_retry.cancel, name="cancel"),
    path("<str:operation>/retry", cancel_retry.retry, name="retry"),
]
