"""The REST resources of the Backup service, below ``/backup/v1``."""

from apiflask import APIBlueprint

from helion_services.backup.api import repositories, snapshots


def blueprint(runtime):
    """All views, over ``runtime``."""
    views = APIBlueprint("backup", __name__, url_prefix="/backup/v1", tag="backup")
    for module in (repositories, snapshots):
        module.add(views, runtime)
    return views
