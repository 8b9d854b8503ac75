from helion_dashboard.admin.backup import backups, repositories, restore

urlpatterns = [
    *backups.Backups.urls(),
    *backups.Take.urls("take"),
    *repositories.Repositories.urls("repositories/"),
    *repositories.Register.urls("repositories/add"),
    *repositories.Repository.urls("repositories/<str:repository>/"),
    *repositories.Edit.urls("repositories/<str:repository>/edit"),
    *backups.Backup.urls("<str:backup>/"),
    *restore.Restore.urls("<str:backup>/restore"),
]
