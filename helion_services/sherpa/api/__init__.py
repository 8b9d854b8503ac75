"""The REST resources of the Sherpa service, below ``/sherpa/v1``."""

from apiflask import APIBlueprint

from helion_services.sherpa.api import (
    content,
    downloads,
    entries,
    housekeeping,
    imports,
    publications,
    sources,
)


def blueprint(runtime):
    """All views, over ``runtime``."""
    views = APIBlueprint("sherpa", __name__, url_prefix="/sherpa/v1", tag="sherpa")
    modules = (sources, entries, downloads, content, housekeeping, imports, publications)
    for module in modules:
        module.add(views, runtime)
    return views
