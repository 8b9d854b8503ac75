"""Imports: a ``.csu`` file is uploaded in pieces, then verified and taken over."""

from flask import request

from helion_services.base import context, policy, request_body
from helion_services.sherpa import uploads
from helion_services.sherpa.api.schemas import common as common_json
from helion_services.sherpa.api.schemas import transfers as transfers_json
from helion_services.sherpa.flows import kinds

_COLUMNS = ("id", "name", "source_id", "size", "created_at")


def add(views, runtime):
    """Add the views, over ``runtime``."""

    def shown(row):
        columns = {name: getattr(row, name) for name in _COLUMNS}
        return columns | {
            "offset": uploads.offset(runtime, row),
            "piece_bytes": runtime.conf.api.max_body_kib * 1024,
        }

    @views.post("/imports")
    @policy.require("content:import")
    @views.input(transfers_json.UploadCreate, arg_name="body")
    @views.output(transfers_json.Upload, status_code=201)
    def begin_upload(body):
        """Begin to upload a file. Its pieces follow, in order."""
        return shown(uploads.begin(runtime, body["source_id"], body["name"], body["size"]))

    @views.get("/imports/<upload_id>")
    @policy.require("content:import")
    @views.output(transfers_json.Upload)
    def show_upload(upload_id):
        """Show how far an upload is."""
        return shown(uploads.get(runtime, upload_id))

    @views.put("/imports/<upload_id>")
    @policy.require("content:import")
    @request_body.binary
    @views.input(transfers_json.PieceQuery, location="query", arg_name="query")
    @views.output(transfers_json.Upload)
    def add_piece(upload_id, query):
        """Add a piece: bytes, as application/octet-stream."""
        return shown(uploads.add(runtime, upload_id, query["offset"], request.get_data()))

    @views.delete("/imports/<upload_id>")
    @policy.require("content:import")
    @views.output({}, status_code=204)
    def discard_upload(upload_id):
        """Discard an upload."""
        uploads.discard(runtime, uploads.get(runtime, upload_id).id)

    @views.post("/imports/<upload_id>/verify")
    @policy.require("content:import")
    @views.output(common_json.Begun, status_code=202)
    def verify_upload(upload_id):
        """Begin to verify a file that is whole, and to make content of its files."""
        return {"operation_id": kinds.begin_import(runtime, upload_id, context.current())}
