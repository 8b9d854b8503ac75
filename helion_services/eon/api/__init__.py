"""The REST resources of the eon service, below ``/v2``."""

from apiflask import APIBlueprint


def blueprint(runtime):
    """All views, over ``runtime``."""
    return APIBlueprint("eon", __name__, url_prefix="/v2", tag="eon")
