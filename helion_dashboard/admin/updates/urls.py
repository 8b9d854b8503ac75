from helion_dashboard.admin.updates import (
    catalogue,
    contents,
    downloads,
    publications,
    rollouts,
    sources,
)

urlpatterns = [
    *catalogue.Catalogue.urls(),
    *downloads.Downloads.urls("downloads/"),
    *contents.Contents.urls("content/"),
    *contents.Import.urls("content/import"),
    *contents.Content.urls("content/<str:content>/"),
    *contents.Publish.urls("content/<str:content>/publish"),
    *publications.Publications.urls("published/"),
    *publications.Publication.urls("published/<str:publication>/"),
    *publications.RollBack.urls("published/<str:publication>/version"),
    *publications.Unpublish.urls("published/<str:publication>/unpublish"),
    *rollouts.Rollouts.urls("rollouts/"),
    *rollouts.RollOut.urls("rollouts/new"),
    *rollouts.RollImageBack.urls("rollouts/back"),
    *sources.Sources.urls("sources/"),
    *sources.Register.urls("sources/add"),
    *sources.Source.urls("sources/<str:source>/"),
    *sources.Edit.urls("sources/<str:source>/edit"),
    *catalogue.Entry.urls("<str:entry>/"),
]
