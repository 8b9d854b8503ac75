"""The REST resources of the Sirius service, below ``/sirius/v1``."""

from apiflask import APIBlueprint

from helion_services.sirius.api import backends, certificates, clusters, drivers, storeservs


def blueprint(runtime):
    """All views, over ``runtime``."""
    views = APIBlueprint("sirius", __name__, url_prefix="/sirius/v1", tag="sirius")
    for module in (storeservs, clusters, certificates, backends, drivers):
        module.add(views, runtime)
    return views
