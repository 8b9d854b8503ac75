"""All that the Ringos service brings."""

from oslo_config import cfg

from helion_services.base.service import Resource, Service


class Ringos(Service):
    """The rings of Swift: their devices, and what the storage servers report."""

    name = "ringos"
    type = "ring-management"
    root = "/ringos/v1"
    resources = (
        Resource("ring", "Ring", "horizon:admin:uc_object_storage:index"),
        Resource("storage-server", "Storage server", "horizon:admin:uc_object_storage:servers"),
    )
    options = (
        cfg.StrOpt(
            "rings_dir",
            help="Folder with Swift's builder files, such as object.builder, and the rings made of"
            " them. Builder files are programs: the service reads only those that nobody but"
            " their owner, root or the service's user, may write.",
        ),
        cfg.FloatOpt(
            "recon_timeout",
            default=2.0,
            min=0.1,
            help="Seconds for the storage servers to report; whoever takes longer does not answer.",
        ),
        cfg.IntOpt(
            "recon_connections",
            default=32,
            min=1,
            max=256,
            help="Storage servers that are asked at the same time.",
        ),
        cfg.ListOpt(
            "copies",
            default=[],
            help="Folders that get a copy of each ring when it was changed.",
        ),
        cfg.ListOpt(
            "push_command",
            default=[],
            help="The command, with its arguments, that copies the rings from rings_dir to all"
            " storage servers and proxies. Without it and copies, rings cannot be changed.",
        ),
        cfg.IntOpt(
            "push_timeout",
            default=600,
            min=1,
            help="Seconds for all storage servers to have new rings.",
        ),
        cfg.FloatOpt(
            "reload_seconds",
            default=20.0,
            min=0.0,
            help="Seconds until a running replicator certainly works with a new ring. Swift looks"
            " every 15 seconds.",
        ),
        cfg.FloatOpt(
            "replication_hours",
            default=48.0,
            min=0.001,
            help="Hours for replication to move the parts of a step. After that the operation fails"
            " and puts the weights back.",
        ),
    )

    def policies(self):
        """Its policy rules."""
        from helion_services.ringos.api import policies

        return policies.RULES

    def kinds(self):
        """The kinds of its operations."""
        from helion_services.ringos.flows import kinds

        return kinds.KINDS

    def blueprint(self, runtime):
        """Its REST resources."""
        from helion_services.ringos import api

        return api.blueprint(runtime)
