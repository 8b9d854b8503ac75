"""The REST resources of the Ringos service, below ``/ringos/v1``."""

from apiflask import APIBlueprint

from helion_services.ringos.api import changes, rings


def blueprint(runtime):
    """All views, over ``runtime``."""
    views = APIBlueprint("ringos", __name__, url_prefix="/ringos/v1", tag="ringos")
    rings.add(views, runtime)
    changes.add(views, runtime)
    return views
