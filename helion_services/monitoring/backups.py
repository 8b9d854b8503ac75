"""Whether the backups are in order, as a check of the undercloud."""

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors
from helion_services.base.problems import Unavailable
from helion_services.monitoring.targets import Finding

SERVICE = "undercloud-backup"
CHECK = "backup"


def look(clouds):
    """A :class:`~.targets.Finding` by the service's summary."""
    try:
        summary = clouds.adapter("undercloud_system", SERVICE).get("/summary").json()
    except (keystoneauth.ClientException, Unavailable) as exc:
        return Finding(3, cloud_errors.reason(exc))
    verified = summary["verified_at"]
    if verified is None:
        return Finding(1, summary["reason"] or "There is no verified backup.")
    text = f"Last verified backup: {verified[:16].replace('T', ' ')} UTC."
    if summary["too_old"]:
        return Finding(2, f"{text} That is more than {summary['warn_hours']} hours ago.")
    return Finding(0, text)
