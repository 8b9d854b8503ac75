from helion_dashboard.admin.backup import backups, repositories

urlpatterns = [
    *backups.Backups.urls(),
    *backups.Take.urls("take"),
    *repositories.Repositories.urls("repositories/"),
    *repositories.Register.urls("repositories/add"),
    *repositories.Repository.urls("repositories/<str:repository>/"),
    *repositories.Edit.urls("repositories/<str:repository>/edit"),
    *backups.Backup.urls("<str:backup>/"),
]
