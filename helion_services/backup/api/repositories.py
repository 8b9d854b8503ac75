"""Repositories."""

import sqlalchemy as sa

from helion_services.backup import access, problems, rendering, repositories, snapshots
from helion_services.backup.api import schemas
from helion_services.backup.failures import Failure
from helion_services.backup.flows import kinds
from helion_services.backup.models import Repository
from helion_services.base import context, paging, policy
from helion_services.base.problems import Conflict

_SORT_KEYS = ("name", "location", "created_at", "size")


def add(views, runtime):
    """Add the views, over ``runtime``."""

    def shown(repository_id):
        with runtime.db.reader() as session:
            row = repositories.get(session, repository_id)
            return rendering.repositories(runtime, session, [row])[0]

    @views.get("/repositories")
    @policy.require("repository:list")
    @views.input(schemas.RepositoryQuery, location="query", arg_name="query")
    @views.output(schemas.Repositories)
    def list_repositories(query):
        """List the repositories."""
        with runtime.db.reader() as session:
            select = sa.select(Repository)
            rows, marker = paging.page(session, select, Repository, query, _SORT_KEYS, "asc")
            rendered = rendering.repositories(runtime, session, rows)
            return {"repositories": rendered, "next_marker": marker}

    @views.post("/repositories")
    @policy.require("repository:create")
    @views.input(schemas.RepositoryCreate, arg_name="body")
    @views.output(schemas.Repository, status_code=201)
    def register_repository(body):
        """Register a repository: creates it and that of the keys, or opens what is there."""
        return shown(repositories.register(runtime, body))

    @views.get("/repositories/<repository_id>")
    @policy.require("repository:get")
    @views.output(schemas.Repository)
    def show_repository(repository_id):
        """Show a repository."""
        return shown(repository_id)

    @views.put("/repositories/<repository_id>")
    @policy.require("repository:update")
    @views.input(schemas.RepositoryUpdate, arg_name="body")
    @views.output(schemas.Repository)
    def update_repository(repository_id, body):
        """Change name, schedule, retention or what the storage needs to log in."""
        repositories.update(runtime, repository_id, body)
        return shown(repository_id)

    @views.delete("/repositories/<repository_id>")
    @policy.require("repository:delete")
    @views.input(schemas.UnregisterQuery, location="query", arg_name="query")
    @views.output({}, status_code=204)
    def unregister_repository(repository_id, query):
        """Forget a repository here; what is stored in it stays."""
        _refuse_held(runtime, repository_id)
        repositories.unregister(runtime, repository_id, query["force"])

    _add_verbs(views, runtime)


def _add_verbs(views, runtime):
    @views.post("/repositories/<repository_id>/refresh")
    @policy.require("repository:refresh")
    @views.output(schemas.Count)
    def refresh_repository(repository_id):
        """Read the list of backups from the repository, which may have more than ours."""
        with runtime.db.reader() as session:
            row = repositories.get(session, repository_id)
        try:
            count = snapshots.read_again(runtime, row.id, access.of_row(runtime, row))
        except Failure as exc:
            raise Conflict(exc.message) from exc
        except (ValueError, KeyError) as exc:
            raise problems.manifest_unreadable(str(exc)) from exc
        return {"count": count}

    @views.post("/repositories/<repository_id>/prune")
    @policy.require("repository:prune")
    @views.output(schemas.Begun, status_code=202)
    def prune_repository(repository_id):
        """Begin to forget the backups that the retention does not keep."""
        return {"operation_id": kinds.begin_prune(runtime, repository_id, context.current())}


def _refuse_held(runtime, repository_id):
    for _resource, title in runtime.operations.holders([f"repository:{repository_id}"]):
        raise problems.repository_busy(title)
