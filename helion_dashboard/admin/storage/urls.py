from django.urls import path

from helion_dashboard.admin.storage import (
    backends,
    configuration,
    qos,
    storeservs,
    storevirtuals,
    type_settings,
    volume_types,
)

urlpatterns = [
    *storeservs.StoreServs.urls(),
    *storeservs.Register.urls("register"),
    *storeservs.Register.look_urls("certificate"),
    *storevirtuals.StoreVirtuals.urls("storevirtual/"),
    *storevirtuals.Register.urls("storevirtual/register"),
    *storevirtuals.StoreVirtual.urls("storevirtual/<str:cluster>/"),
    *storevirtuals.Edit.urls("storevirtual/<str:cluster>/edit"),
    *backends.Backends.urls("backends/"),
    *backends.Add.urls("backends/add"),
    *backends.Edit.urls("backends/<str:backend>/edit"),
    *volume_types.VolumeTypes.urls("types/"),
    *volume_types.Add.urls("types/add"),
    path("types/projects.json", type_settings.projects, name="access_projects"),
    *volume_types.Edit.urls("types/<str:type>/edit"),
    *type_settings.EncryptionPage.urls("types/<str:type>/encryption"),
    *type_settings.AccessPage.urls("types/<str:type>/access"),
    *qos.QosSpecs.urls("qos/"),
    *qos.Add.urls("qos/add"),
    *qos.Edit.urls("qos/<str:qos>/edit"),
    path("configuration/", configuration.show, name="configuration"),
    *configuration.Apply.urls("configuration/apply"),
    path("configuration/download", configuration.download, name="download"),
    *storeservs.StoreServ.urls("<str:storeserv>/"),
    *storeservs.Edit.urls("<str:storeserv>/edit"),
    *storeservs.Cpgs.urls("<str:storeserv>/cpgs/"),
]
