from helion_dashboard.admin.logs import views

urlpatterns = [*views.Logs.urls(), *views.Around.urls("around/<str:line>/")]
