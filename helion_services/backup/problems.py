"""The problems of the Backup service."""

from helion_services.base.messages import Message
from helion_services.base.problems import Conflict, Invalid, NotFound, Unavailable, field


def restic_missing():
    """restic is not installed."""
    return Unavailable(
        "restic",
        Message("restic-missing", "restic is not installed. Install the Debian package restic."),
    )


def no_repository(repository_id):
    """The repository does not exist."""
    return NotFound(
        Message(
            "repository-not-found",
            "There is no repository {repository}.",
            repository=repository_id,
        )
    )


def other_repository(repository_id):
    """A field names a repository that does not exist."""
    return Invalid({"repository_id": [no_repository(repository_id).message]})


def no_snapshot(snapshot_id):
    """The backup does not exist."""
    return NotFound(
        Message("snapshot-not-found", "There is no backup {snapshot}.", snapshot=snapshot_id)
    )


def name_taken(name):
    """Another repository has the name."""
    return field(
        "name", "repository-name-taken", "Another repository has the name {name}.", name=name
    )


def location_invalid(name):
    """No location of a repository."""
    return field(
        name,
        "location-invalid",
        "Enter a folder (/srv/backup), or sftp:USER@HOST:/PATH, s3:https://HOST/BUCKET or"
        " swift:CONTAINER:/PATH.",
    )


def folder_refused(name, folders):
    """A folder outside of those that the configuration allows."""
    return field(
        name,
        "folder-refused",
        "The configuration allows repositories below these folders: {folders}.",
        folders=list(folders),
    )


def same_location():
    """Backup and keys would be in the same repository."""
    return field(
        "keys_location",
        "location-shared",
        "The keys need a repository of their own: whoever opens the backup must not have them.",
    )


def same_password():
    """Backup and keys would have the same password."""
    return field(
        "keys_password", "password-shared", "The keys need another password than the backup."
    )


def variable_refused(name):
    """A variable that is not for a storage."""
    return field(
        "environment",
        "variable-refused",
        "The variable {name} is refused: names start with AWS_, OS_ or ST_.",
        name=name,
    )


def time_invalid():
    """No time of day."""
    return field("schedule", "time-invalid", "Enter a time of day in UTC, such as 02:00.")


def repository_failed(name, failure):
    """A repository that does not work; ``name`` is the field with its location or password."""
    return Invalid({name: [failure.message]})


def repository_used(count):
    """Backups are in it."""
    return Conflict(
        Message(
            "repository-used",
            "{count} backups are listed in this repository. They stay there; to forget them here,"
            " repeat the request with force.",
            count=count,
        )
    )


def no_parts():
    """Nothing is configured to be backed up."""
    return Conflict(
        Message(
            "parts-missing",
            "The configuration does not say what to back up: [backup] parts_file.",
        )
    )


def parts_invalid(reason):
    """The file of what is backed up cannot be read."""
    return Conflict(
        Message("parts-invalid", "[backup] parts_file cannot be read: {reason}", reason=reason)
    )


def plan_changed():
    """The restore plan is no longer true."""
    return Conflict(
        Message(
            "restore-plan-changed",
            "What the restore would do has changed since you read it. Read it again.",
        )
    )


def restore_blocked(reasons):
    """The backup cannot be restored."""
    return Conflict(
        Message("restore-blocked", "This backup cannot be restored. {reasons}", reasons=reasons)
    )


def manifest_unreadable(reason):
    """A backup whose manifest is of a newer release, or none of ours."""
    return Conflict(
        Message(
            "manifest-unreadable",
            "A backup in the repository cannot be read by this release: {reason}",
            reason=reason,
        )
    )


def repository_busy(title):
    """An operation uses the repository."""
    return Conflict(
        Message(
            "repository-busy",
            "“{operation}” uses the repository. Wait until it ends.",
            operation=title,
        )
    )
