"""All that the Sherpa service brings."""

import pathlib

from oslo_config import cfg

from helion_services.base.service import Resource, Service


class Sherpa(Service):
    """Updates and extensions: sources, entries, local content and publications."""

    name = "sherpa"
    type = "content-distribution"
    root = "/sherpa/v1"
    metal = False
    resources = (
        Resource("entry", "Catalogue entry", "horizon:admin:uc_updates:detail"),
        Resource("content", "Content", "horizon:admin:uc_updates:content_detail"),
        Resource("published", "Published versions", "horizon:admin:uc_updates:publications"),
        Resource("upload", "Uploaded file", "horizon:admin:uc_updates:contents"),
    )
    migrations = pathlib.Path(__file__).parent / "migrations"
    options = (
        cfg.StrOpt(
            "content_dir",
            default="/var/lib/helion/content",
            help="Directory of downloaded and imported content and of the metadata of sources. All"
            " machines with the same database need the same directory.",
        ),
        cfg.StrOpt(
            "roots_dir",
            default="/etc/helion/roots",
            help="Directory of trusted root metadata that comes with the installation: NAME.json"
            " each. Who adds a source can select it.",
        ),
        cfg.FloatOpt(
            "refresh", default=3600.0, min=1.0, help="Seconds between updates of the sources."
        ),
        cfg.FloatOpt(
            "timeout", default=20.0, min=0.5, help="Seconds for a source to send something."
        ),
        cfg.ListOpt(
            "allowed_networks",
            default=[],
            item_type=cfg.types.String(),
            help="Networks (CIDR) in which sources and proxies may be. Empty: everywhere but at"
            " loopback, link-local, unspecified and multicast addresses.",
        ),
        cfg.IntOpt("downloads", default=2, min=1, max=16, help="Downloads at the same time."),
        cfg.IntOpt(
            "bandwidth_kib",
            default=0,
            min=0,
            help="KiB per second that all downloads of a process use together; 0: no limit.",
        ),
        cfg.IntOpt(
            "reserve_mib",
            default=1024,
            min=0,
            help="MiB that downloads and imports leave free on the disk.",
        ),
        cfg.FloatOpt(
            "download_hours",
            default=24.0,
            min=0.0,
            help="Hours after which a download fails that has not ended.",
        ),
        cfg.IntOpt(
            "import_mib", default=20_480, min=1, help="The largest file that is imported, in MiB."
        ),
        cfg.StrOpt(
            "container",
            default="helion-updates",
            regex="^[A-Za-z0-9._-]+$",
            help="Container of the object store that updates, plug-ins and firmware are published"
            " to.",
        ),
        cfg.IntOpt(
            "segment_mib",
            default=1024,
            min=1,
            max=5120,
            help="MiB of a segment: larger files are stored in the object store as static large"
            " objects of such segments. Not more than the object store takes at a time.",
        ),
        cfg.FloatOpt(
            "parts_hours",
            default=72.0,
            min=0.0,
            help="Hours for which an unfinished download is kept, so that a retry continues it.",
        ),
        cfg.IntOpt(
            "keep_versions",
            default=0,
            min=0,
            help="Versions of each name that are kept as local content; 0: all. Housekeeping never"
            " deletes content that is published, or that an operation works on.",
        ),
        cfg.IntOpt(
            "keep_days",
            default=0,
            min=0,
            max=36_500,
            help="Days for which local content is kept; 0: without end.",
        ),
        cfg.IntOpt(
            "keep_mib",
            default=0,
            min=0,
            help="MiB that all local content may take: the oldest goes first; 0: no limit.",
        ),
    )

    def policies(self):
        """Its policy rules."""
        from helion_services.sherpa.api import policies

        return policies.RULES

    def kinds(self):
        """The kinds of its operations."""
        from helion_services.sherpa.flows import kinds

        return kinds.KINDS

    def import_models(self):
        """Sources, entries, content, templates and publications."""
        from helion_services.sherpa import models  # noqa: F401

    def blueprint(self, runtime):
        """Its REST resources."""
        from helion_services.sherpa import api

        return api.blueprint(runtime)

    def background(self, runtime):
        """Reads the sources."""
        from helion_services.sherpa.refresh import Refresh

        return Refresh(runtime)

    def sweep(self, runtime):
        """Delete what unfinished downloads and imports left behind, and content in excess."""
        from helion_services.sherpa import housekeeping, leftovers

        leftovers.sweep(runtime)
        housekeeping.tidy(runtime.db, runtime.conf)
