"""All that the Ringos service brings."""

from oslo_config import cfg

from helion_services.base.service import Service


class Ringos(Service):
    """The rings of Swift: their devices, and what the storage servers report."""

    name = "ringos"
    type = "ring-management"
    root = "/ringos/v1"
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
    )

    def policies(self):
        """Its policy rules."""
        from helion_services.ringos.api import policies

        return policies.RULES

    def blueprint(self, runtime):
        """Its REST resources."""
        from helion_services.ringos import api

        return api.blueprint(runtime)
