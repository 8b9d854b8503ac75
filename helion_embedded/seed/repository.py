"""Two folders as repositories of backups, where restic is installed."""

from helion_embedded.logins import PASSWORD
from helion_embedded.openstack import backups


def ensure(api, instance):
    """Register the folders; returns how many repositories there are, 1 at least."""
    if backups.missing():
        return 1
    repositories = api.get("/repositories").json()["repositories"]
    if repositories:
        return len(repositories)
    root = instance.state.root
    values = {
        "name": "demo",
        "location": f"{root}/backups",
        "keys_location": f"{root}/backup-keys",
        "password": f"{PASSWORD}-backups",
        "keys_password": f"{PASSWORD}-keys",
    }
    # restic takes a second or two to make each.
    api.post("/repositories", json=values, timeout=60)
    return 1
