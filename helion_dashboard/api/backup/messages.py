"""Sentences of the Backup service."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from helion_dashboard.api import messages

MESSAGES = {
    "backup-damaged": _("The backup is damaged. {reasons}"),
    "backup-not-proven": _("The backup could not be proven. {reasons}"),
    "backup-not-whole": _("The last verification found damage."),
    "backup-operations-running": _("Operations are running: {operations}. Wait until they end."),
    "backup-unverified": _("The backup has not been verified."),
    "backup-verified": _("The backup is verified."),
    "backup-while-running": _(
        "Operations that have passed their point of no return were running: {operations}."
    ),
    "backups-forgotten": ngettext_lazy(
        "{count} backup was forgotten.", "{count} backups were forgotten.", "count"
    ),
    "cloud-differs": _("The backup is of another cloud."),
    "cloud-same": _("The backup is of this cloud."),
    "cloud-unknown": _("This cloud has never been backed up: make sure that the backup is of it."),
    "compare-counts": _("Check the databases and compare the counts"),
    "compare-reality": _("Compare with what is really there"),
    "copy-databases": _("Copy the databases"),
    "count-differs": _("{kind}: {actual} after the restore, {noted} when the backup was taken."),
    "counts-differ": _("The counts are not those of the time of the backup."),
    "database-damaged": _("The copy of {database} is damaged: {reason}"),
    "database-not-loadable": _(
        "The copy of {database} cannot be loaded here. Install the Debian package {package}."
    ),
    "scratch-server-failed": _(
        "The server that was to load the copy of {database} did not start: {reason}"
    ),
    "database-missing": _("The backup has no copy of {database}."),
    "database-program-missing": _(
        "{program} is not installed. Install the Debian package {package}."
    ),
    "database-unreadable": _("The database {database} cannot be read: {reason}"),
    "fetch-backup": _("Restore into a scratch folder and check"),
    "file-missing": _("The backup has no copy of {path}."),
    "folder-refused": _("The configuration allows repositories below these folders: {folders}."),
    "forget-backup": _("Delete the backup of {name}"),
    "forget-backups": _("Forget old backups"),
    "hook-failed": _("The command “{command}” failed: {reason}"),
    "hooks-missing": _("[backup] stop_command and start_command are not configured."),
    "ironic-answers": _("Ironic to answer"),
    "keys-unreadable": _("{reason}"),
    "list-backup": _("List the backup"),
    "location-invalid": _(
        "Enter a folder (/srv/backup), or sftp:USER@HOST:/PATH, s3:https://HOST/BUCKET or "
        "swift:CONTAINER:/PATH."
    ),
    "location-shared": _(
        "The keys need a repository of their own: whoever opens the backup must not have them."
    ),
    "manifest-unreadable": _("A backup in the repository cannot be read by this release: {reason}"),
    "newer-unknown": _("Whether {kind} are newer than the backup is not known: {reason}"),
    "nodes-restored": ngettext_lazy("{count} node is back.", "{count} nodes are back.", "count"),
    "operation-restored": _("The undercloud was restored from a backup taken while this ran."),
    "restore-no-room": _("The restore needs {needed} MiB in {folder}; {free} MiB are free."),
    "own-database-moved": _(
        "The services' own database was on {former} then and is on {present} now."
    ),
    "part-unknown": _("[backup] parts_file no longer says where {part} is."),
    "parts-invalid": _("[backup] parts_file cannot be read: {reason}"),
    "parts-missing": _("The configuration does not say what to back up: [backup] parts_file."),
    "password-shared": _("The keys need another password than the backup."),
    "prune-repository": _("Forget old backups in {name}"),
    "read-repository": _("Read the repository and compare all hashes"),
    "replace-databases": _("Replace databases"),
    "replace-files": _("Replace files and keys"),
    "replace-own": _("Replace the rows of these services"),
    "repository-busy": _("“{operation}” uses the repository. Wait until it ends."),
    "repository-corrupt": _("The repository is damaged: {reason}"),
    "repository-full": _("The repository has no space left."),
    "repository-locked": _("The repository is locked by another process."),
    "repository-missing": _("There is no repository at this location."),
    "repository-name-taken": _("Another repository has the name {name}."),
    "repository-not-found": _("There is no repository {repository}."),
    "repository-password-wrong": _("The password does not open the repository."),
    "repository-unreachable": _("The repository cannot be reached: {reason}"),
    "repository-used": ngettext_lazy(
        (
            "{count} backup is listed in this repository. It stays there; to forget it here, "
            "repeat the request with force."
        ),
        (
            "{count} backups are listed in this repository. They stay there; to forget them here,"
            " repeat the request with force."
        ),
        "count",
    ),
    "repository-waits": _("Another process has locked the repository. Waiting since {time} UTC."),
    "restic-failed": _("restic failed: {reason}"),
    "restic-missing": _("restic is not installed. Install the Debian package restic."),
    "restore-backup": _("Restore the backup of {name}"),
    "restore-blocked": _("This backup cannot be restored. {reasons}"),
    "restore-plan-changed": _(
        "What the restore would do has changed since you read it. Read it again."
    ),
    "restore-scratch": _("Restore into a scratch folder"),
    "restore-room": _("There is enough room for the restore."),
    "schema-differs": _("The tables of {database} are of another release now."),
    "schema-newer": _("The backup is of a newer release of these services."),
    "set-aside": _("Set aside what is replaced"),
    "set-aside-in": _("What is replaced is kept in {folder}."),
    "snapshot-not-found": _("There is no backup {snapshot}."),
    "start-services": _("Start the services"),
    "stop-services": _("Stop the services"),
    "store-backup": _("Store the backup"),
    "store-keys": _("Store the keys"),
    "take-backup": _("Back up to {name}"),
    "time-invalid": _("Enter a time of day in UTC, such as 02:00."),
    "variable-refused": _("The variable {name} is refused: names start with AWS_, OS_ or ST_."),
    "verify-backup": _("Verify the backup of {name}"),
}

messages.register(MESSAGES)
