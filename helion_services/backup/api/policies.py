"""The policy rules of the Backup service."""

from helion_services.base.policy import METAL_ADMIN, METAL_READER, rule

_ROOT = "/backup/v1"
_REPOSITORIES = f"{_ROOT}/repositories"
_BACKUPS = f"{_ROOT}/backups"

RULES = (
    rule(
        "backup:list",
        METAL_READER,
        "List backups and see whether they are in order.",
        ("GET", _BACKUPS),
        ("GET", f"{_ROOT}/summary"),
    ),
    rule("backup:get", METAL_READER, "See a backup.", ("GET", f"{_BACKUPS}/{{id}}")),
    rule("backup:take", METAL_ADMIN, "Take a backup.", ("POST", _BACKUPS)),
    rule("backup:verify", METAL_ADMIN, "Verify a backup.", ("POST", f"{_BACKUPS}/{{id}}/verify")),
    rule(
        "backup:restore",
        METAL_ADMIN,
        "Restore a backup.",
        ("GET", f"{_BACKUPS}/{{id}}/restore"),
        ("POST", f"{_BACKUPS}/{{id}}/restore"),
    ),
    rule("backup:delete", METAL_ADMIN, "Delete a backup.", ("DELETE", f"{_BACKUPS}/{{id}}")),
    rule("repository:list", METAL_READER, "List repositories.", ("GET", _REPOSITORIES)),
    rule("repository:get", METAL_READER, "See a repository.", ("GET", f"{_REPOSITORIES}/{{id}}")),
    rule("repository:create", METAL_ADMIN, "Register a repository.", ("POST", _REPOSITORIES)),
    rule(
        "repository:update",
        METAL_ADMIN,
        "Change the schedule and retention of a repository.",
        ("PUT", f"{_REPOSITORIES}/{{id}}"),
    ),
    rule(
        "repository:refresh",
        METAL_ADMIN,
        "Read the list of backups from a repository.",
        ("POST", f"{_REPOSITORIES}/{{id}}/refresh"),
    ),
    rule(
        "repository:prune",
        METAL_ADMIN,
        "Forget backups that the retention does not keep.",
        ("POST", f"{_REPOSITORIES}/{{id}}/prune"),
    ),
    rule(
        "repository:delete",
        METAL_ADMIN,
        "Unregister a repository.",
        ("DELETE", f"{_REPOSITORIES}/{{id}}"),
    ),
)
