"""The REST resources of the Sherpa service, below ``/sherpa/v1``."""

from apiflask import APIBlueprint

from helion_services.sherpa.api import content, downloads, entries, imports, publications, sources


def blueprint(runtime):
    """All views, over ``runtime``."""
    views = APIBlueprint("sherpa", __name__, url_prefix="/sherpa/v1", tag="sherpa")
    for module in (sources, entries, downloads, content, imports, publications):
        module.add(views, runtime)
    return views
