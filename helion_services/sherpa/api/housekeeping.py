"""Housekeeping: what of the local content the options let go."""

from helion_services.base import audit, policy
from helion_services.sherpa import housekeeping, rendering
from helion_services.sherpa.api.schemas import content as content_json

_LIMITS = ("keep_versions", "keep_days", "keep_mib")
_COLUMNS = ("id", "name", "version", "kind", "size", "created_at")


def add(views, runtime):
    """Add the views, over ``runtime``."""

    def shown(listed):
        with runtime.db.reader() as session:
            disk = rendering.disk(session, runtime.conf)
        rows = [
            {name: getattr(each.content, name) for name in _COLUMNS} | {"reason": each.reason}
            for each in listed
        ]
        return {
            **{name: getattr(runtime.conf.sherpa, name) for name in _LIMITS},
            "content": rows,
            "bytes": sum(row["size"] for row in rows),
            "disk": disk,
        }

    @views.get("/housekeeping")
    @policy.require("content:list")
    @views.output(content_json.Housekeeping)
    def show_removable():
        """Show the content that housekeeping would delete now; nothing is deleted."""
        with runtime.db.reader() as session:
            return shown(housekeeping.removable(session, runtime.conf))

    @views.post("/housekeeping")
    @policy.require("content:delete")
    @views.output(content_json.Housekeeping)
    def tidy_content():
        """Delete that content now, and show what was deleted."""
        deleted = housekeeping.tidy(runtime.db, runtime.conf)
        audit.note(content=[f"{each.content.name} {each.content.version}" for each in deleted])
        return shown(deleted)
