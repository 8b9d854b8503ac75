from acme_dashboard.arrays import views

urlpatterns = [
    *views.Arrays.urls(),
    *views.Register.urls("register"),
    *views.Array.urls("<str:id>/"),
]
