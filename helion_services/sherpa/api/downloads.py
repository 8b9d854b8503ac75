"""Downloads: in progress, paused and failed."""

from helion_services.base import context, policy
from helion_services.sherpa import downloads
from helion_services.sherpa.api.schemas import common as common_json
from helion_services.sherpa.api.schemas import transfers as transfers_json


def add(views, runtime):
    """Add the views, over ``runtime``."""

    @views.get("/downloads")
    @policy.require("entry:list")
    @views.output(transfers_json.Downloads)
    def list_downloads():
        """List the downloads that have not succeeded, the newest first."""
        with runtime.db.reader() as session:
            return {"downloads": downloads.listing(session, runtime.conf)}

    @views.post("/downloads/<content_id>/pause")
    @policy.require("entry:download")
    @views.output({}, status_code=204)
    def pause_download(content_id):
        """Pause a download; what is here of it stays."""
        downloads.pause(runtime, content_id)

    @views.post("/downloads/<content_id>/resume")
    @policy.require("entry:download")
    @views.output(common_json.Begun, status_code=202)
    def resume_download(content_id):
        """Continue a download that was paused or has failed."""
        return {"operation_id": downloads.resume(runtime, content_id, context.current())}

    @views.delete("/downloads/<content_id>")
    @policy.require("entry:download")
    @views.output({}, status_code=204)
    def cancel_download(content_id):
        """Cancel a download: what is here of it is deleted."""
        downloads.cancel(runtime, content_id)
