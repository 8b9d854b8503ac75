"""A storage array that keeps nothing but numbers."""

from cinder.volume import configuration, driver, volume_utils
from oslo_config import cfg

_OPTIONS = [
    cfg.DictOpt(
        "simulated_pools",
        default={"pool": "1000"},
        help="Pools of the simulated array: capacity in GiB by name.",
    ),
    cfg.StrOpt(
        "simulated_protocol", default="iSCSI", choices=["iSCSI", "FC"], help="What it speaks."
    ),
    cfg.StrOpt("simulated_vendor", default="Open Source", help="Whose name it bears."),
]
cfg.CONF.register_opts(_OPTIONS, group=configuration.SHARED_CONF_GROUP)


class SimulatedVolumeDriver(driver.VolumeDriver):
    """Accepts every operation and counts the space it takes in each pool.

    Space is counted in memory; at a start Cinder tells it of every volume (``ensure_export``).
    """

    VERSION = "1.0"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.configuration.append_config_values(_OPTIONS)
        self._used = {}  # (pool, GiB) by volume id

    def do_setup(self, context):
        """Nothing to connect to."""

    def check_for_setup_error(self):
        """Nothing that could be wrong."""

    def _update_volume_stats(self):
        options = self.configuration
        self._stats = {
            "volume_backend_name": options.safe_get("volume_backend_name"),
            "vendor_name": options.simulated_vendor,
            "driver_version": self.VERSION,
            "storage_protocol": options.simulated_protocol,
            "pools": [
                self._pool(name, int(capacity))
                for name, capacity in options.simulated_pools.items()
            ],
        }

    def _pool(self, name, capacity):
        used = sum(size for pool, size in self._used.values() if pool == name)
        return {
            "pool_name": name,
            "total_capacity_gb": capacity,
            "free_capacity_gb": capacity - used,
            "provisioned_capacity_gb": used,
            "allocated_capacity_gb": used,
            "reserved_percentage": 0,
            "max_over_subscription_ratio": 20.0,
            "thin_provisioning_support": True,
            "thick_provisioning_support": False,
            "QoS_support": True,
            "multiattach": True,
            "filter_function": self.get_filter_function(),
            "goodness_function": self.get_goodness_function(),
        }

    def _count(self, volume, size=None):
        pool = volume_utils.extract_host(volume.host, level="pool")
        self._used[volume.id] = (pool, size or volume.size)

    def create_volume(self, volume):
        self._count(volume)

    def create_cloned_volume(self, volume, src_vref):
        self._count(volume)

    def create_volume_from_snapshot(self, volume, snapshot):
        self._count(volume)

    def clone_image(self, context, volume, image_location, image_meta, image_service):
        self._count(volume)
        return {}, True

    def copy_image_to_volume(self, context, volume, image_service, image_id, disable_sparse=False):
        """There is nothing to copy to."""

    def delete_volume(self, volume):
        self._used.pop(volume.id, None)

    def extend_volume(self, volume, new_size):
        self._count(volume, new_size)

    def create_snapshot(self, snapshot):
        """A snapshot takes no space here."""

    def delete_snapshot(self, snapshot):
        """See :meth:`create_snapshot`."""

    def migrate_volume(self, context, volume, host):
        self._used.pop(volume.id, None)
        return True, {}

    def retype(self, context, volume, new_type, diff, host):
        return volume.host == host["host"], None

    def ensure_export(self, context, volume):
        self._count(volume)

    def create_export(self, context, volume, connector):
        return {}

    def remove_export(self, context, volume):
        """Nothing was exported."""

    def initialize_connection(self, volume, connector, **kwargs):
        return {
            "driver_volume_type": "iscsi",
            "data": {
                "target_discovered": False,
                "target_portal": "127.0.0.1:3260",
                "target_iqn": f"iqn.2014-10.simulated:{volume.id}",
                "target_lun": 1,
                "volume_id": volume.id,
                "access_mode": "rw",
            },
        }

    def terminate_connection(self, volume, connector, **kwargs):
        """Nothing was connected."""
