"""Backups."""

import sqlalchemy as sa

from helion_services.backup import plans, problems, rendering, snapshots
from helion_services.backup.api import schemas
from helion_services.backup.flows import kinds
from helion_services.backup.models import Repository, Snapshot
from helion_services.base import context, paging, policy

_SORT_KEYS = ("taken_at", "size", "state", "verified_at")


def add(views, runtime):
    """Add the views, over ``runtime``."""

    @views.get("/summary")
    @policy.require("backup:list")
    @views.output(schemas.Summary)
    def show_summary():
        """Show whether the backups are in order."""
        with runtime.db.reader() as session:
            return rendering.summary(runtime, session)

    @views.get("/backups")
    @policy.require("backup:list")
    @views.input(schemas.BackupQuery, location="query", arg_name="query")
    @views.output(schemas.Backups)
    def list_backups(query):
        """List backups, the newest first."""
        select = sa.select(Snapshot)
        for name in ("state", "repository_id"):
            if name in query:
                select = select.where(getattr(Snapshot, name) == query[name])
        with runtime.db.reader() as session:
            rows, marker = paging.page(session, select, Snapshot, query, _SORT_KEYS)
            return {"backups": rendering.snapshots(session, rows), "next_marker": marker}

    @views.post("/backups")
    @policy.require("backup:take")
    @views.input(schemas.TakeRequest, arg_name="body")
    @views.output(schemas.Begun, status_code=202)
    def take_backup(body):
        """Begin to take a backup."""
        who = context.current()
        with runtime.db.reader() as session:
            if session.get(Repository, body["repository_id"]) is None:
                raise problems.other_repository(body["repository_id"])
        ident = kinds.begin_take(runtime, body["repository_id"], body["verify"], who)
        return {"operation_id": ident}

    @views.get("/backups/<backup_id>")
    @policy.require("backup:get")
    @views.output(schemas.BackupDetail)
    def show_backup(backup_id):
        """Show a backup with the counts when it was taken and when it was verified."""
        with runtime.db.reader() as session:
            return rendering.snapshot(session, snapshots.get(session, backup_id))

    @views.post("/backups/<backup_id>/verify")
    @policy.require("backup:verify")
    @views.output(schemas.Begun, status_code=202)
    def verify_backup(backup_id):
        """Begin to verify a backup: it is restored into a scratch folder and counted."""
        return {"operation_id": kinds.begin_verify(runtime, backup_id, context.current())}

    @views.delete("/backups/<backup_id>")
    @policy.require("backup:delete")
    @views.output(schemas.Begun, status_code=202)
    def delete_backup(backup_id):
        """Begin to delete a backup from its repositories."""
        return {"operation_id": kinds.begin_forget(runtime, backup_id, context.current())}

    _add_restore(views, runtime)


def _add_restore(views, runtime):
    @views.get("/backups/<backup_id>/restore")
    @policy.require("backup:restore")
    @views.input(schemas.RestoreQuery, location="query", arg_name="query")
    @views.output(schemas.RestorePlan)
    def plan_restore(backup_id, query):
        """Show what a restore would stop, overwrite and lose. Nothing is changed."""
        with runtime.db.reader() as session:
            row = snapshots.get(session, backup_id)
        return plans.make(runtime, row, _names(query.get("parts")))

    @views.post("/backups/<backup_id>/restore")
    @policy.require("backup:restore")
    @views.input(schemas.RestoreRequest, arg_name="body")
    @views.output(schemas.Begun, status_code=202)
    def restore_backup(backup_id, body):
        """Begin to restore a backup, as the plan with this digest says."""
        who = context.current()
        ident = kinds.begin_restore(runtime, backup_id, body["parts"], body["digest"], who)
        return {"operation_id": ident}


def _names(text):
    return [name for name in text.split(",") if name] if text else None
