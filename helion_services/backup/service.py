"""All that the Backup service brings."""

import pathlib
import socket

from oslo_config import cfg

from helion_services.base.service import Resource, Service


class Backup(Service):
    """Backups of the undercloud: taken, verified and restored."""

    name = "backup"
    type = "undercloud-backup"
    root = "/backup/v1"
    migrations = pathlib.Path(__file__).parent / "migrations"
    resources = (
        Resource("backup", "Backup", "horizon:admin:uc_backup:detail"),
        Resource("repository", "Repository", "horizon:admin:uc_backup:repository_detail"),
    )
    options = (
        cfg.StrOpt(
            "parts_file",
            default="/etc/helion/backup.yaml",
            help="YAML file that says what is backed up.",
        ),
        cfg.StrOpt(
            "state_dir",
            default="/var/lib/helion/backup",
            help="Directory for copies of databases, the cache of restic, and what is restored.",
        ),
        cfg.StrOpt("restic", default="restic", help="The program restic."),
        cfg.ListOpt(
            "restic_options",
            default=[],
            help="Extended options of restic, such as sftp.command=ssh -i FILE backup@host -s sftp",
        ),
        cfg.StrOpt(
            "host",
            default=socket.gethostname(),
            sample_default="the name of this host",
            help="The host name that snapshots get.",
        ),
        cfg.ListOpt(
            "allowed_folders",
            default=["/var/backups", "/srv", "/mnt", "/media"],
            help="Folders below which repositories may be.",
        ),
        cfg.FloatOpt(
            "tick",
            default=30.0,
            min=0.1,
            help="Seconds between two looks at whether a backup is due.",
        ),
        cfg.IntOpt(
            "warn_hours",
            default=48,
            min=1,
            help="Age in hours from which on the last verified backup is too old.",
        ),
        cfg.StrOpt(
            "stop_command",
            default="",
            help="Command that stops the services whose names follow it, for a restore.",
        ),
        cfg.StrOpt(
            "start_command",
            default="",
            help="Command that starts the services whose names follow it, after a restore.",
        ),
        cfg.StrOpt(
            "ironic_snippet",
            default="",
            help="File that makes Ironic's conductor leave power states as they are. It exists"
            " from the restore of Ironic's database until the check after the restore.",
        ),
    )

    def policies(self):
        """Its policy rules."""
        from helion_services.backup.api import policies

        return policies.RULES

    def kinds(self):
        """The kinds of its operations."""
        from helion_services.backup.flows import kinds

        return kinds.KINDS

    def import_models(self):
        """Repositories and backups."""
        from helion_services.backup import models  # noqa: F401

    def blueprint(self, runtime):
        """Its REST resources."""
        from helion_services.backup import api

        return api.blueprint(runtime)

    def background(self, runtime):
        """Begins the backups that are due."""
        from helion_services.backup.clock import Clock

        return Clock(runtime)
