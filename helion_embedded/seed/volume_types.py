"""Volume types: a grade of service each, mapped to a back end by its name."""

from helion_embedded.openstack.cinder import VOLUME_TYPES

_DESCRIPTIONS = {
    "gold": "HP 3PAR StoreServ over Fibre Channel",
    "silver": "StoreVirtual cluster over iSCSI",
}


def ensure(api):
    """Make the volume types that are missing; returns how many there are."""
    have = {kind["name"] for kind in api.get("/types").json()["volume_types"]}
    for name, backend in VOLUME_TYPES.items():
        if name not in have:
            body = {
                "name": name,
                "description": _DESCRIPTIONS[name],
                "extra_specs": {"volume_backend_name": backend},
            }
            api.post("/types", json={"volume_type": body})
    return len(VOLUME_TYPES)
