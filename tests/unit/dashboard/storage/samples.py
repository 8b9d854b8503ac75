"""Arrays, CPGs, back ends and volume types for the tests of the panel."""

from helion_dashboard.api.cinder import client as cinder_client
from helion_dashboard.api.storage import drivers as storage_drivers
from helion_dashboard.api.storage import records
from helion_services.sirius import drivers
from helion_services.sirius.api.drivers import as_json

ARRAY = records.storeserv(
    {
        "id": "a1",
        "name": "array-1",
        "hostname": "192.0.2.10",
        "port": 8080,
        "username": "3paradm",
        "san_ip": "192.0.2.11",
        "san_username": "3paradm",
        "device_type": "iscsi",
        "iscsi_ips": ["10.0.0.1", "10.0.0.2:3260"],
        "state": "unreachable",
        "state_reason": "192.0.2.10 does not answer.",
        "state_reason_fact": {"code": "array-hangs", "params": {"address": "192.0.2.10"}},
        "system": {"serial": "CZ1", "model": "<b>8440</b>", "total_mib": 2048, "free_mib": 1024},
        "cpgs": {"on_array": 2, "registered": 1},
        "ports": [{"position": "0:1:1", "protocol": "fc", "address": "2110", "up": True}],
    }
)


def make_cpg(name, status, **more):
    body = {"id": f"id-{name}", "name": name, "storeserv_id": "a1", "storeserv": "array-1"}
    return records.cpg({**body, "status": status, "used_mib": 1024, "free_mib": 3 * 1024, **more})


CPGS = [
    make_cpg("FC_r5", "registered"),
    make_cpg("FC_r6", "available"),
    make_cpg("SSD_r5", "reserved", backend="gold", backend_id="b1"),
]
BACKEND = records.backend(
    {
        "id": "b1",
        "name": "gold",
        "kind": "storeserv",
        "options": {"hpe3par_iscsi_ips": "10.0.0.1", "reserved_percentage": "5"},
        "members": [
            {
                "id": "id-SSD_r5",
                "name": "SSD_r5",
                "storeserv_id": "a1",
                "storeserv": "array-1",
                "section": "CPG_id-SSD_r5",
                "device_type": "iscsi",
            }
        ],
        "used_mib": 0,
        "free_mib": 1024,
    }
)
TYPE = cinder_client.VolumeType(
    "t1", "fast", extra_specs={"volume_backend_name": "gold", "hpe3par:provisioning": "dedup"}
)
POOLS = [
    cinder_client.Pool("host@CPG_1#SSD_r5", "gold"),
    cinder_client.Pool("host@CPG_2#FC", "silver"),
]
SERVICES = [cinder_client.VolumeService("CPG_id-SSD_r5", up=True)]
#: As the service has them.
DRIVERS = [storage_drivers._driver(as_json(driver)) for driver in drivers.drivers()]
LOGIN = {
    "name": "array-1",
    "hostname": "192.0.2.10",
    "port": "8080",
    "username": "3paradm",
    "password": "secret",
    "san_ip": "192.0.2.11",
    "san_username": "3paradm",
    "san_password": "sansecret",
    "device_type": "fc",
    "iscsi_ips": "",
    "trust": "system",
    "ca_pem": "",
}
SECTIONS = {
    "DEFAULT": {"enabled_backends": ["CPG_id-SSD_r5"]},
    "CPG_id-SSD_r5": {"san_password": "<x>", "volume_backend_name": "gold"},
    "CPG_other": {"volume_backend_name": "gold"},
}
CONFIGURATION = records.Configuration(
    SECTIONS,
    "[DEFAULT]\nenabled_backends = CPG_id-SSD_r5\n\n"
    "[CPG_id-SSD_r5]\nsan_password = <x>\n\n"
    "# Cinder before Ussuri\n[CPG_other]\nsan_password = other\n",
)
