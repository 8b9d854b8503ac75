"""Images: names that a deployment asks for, with a few bytes behind them."""

IMAGES = {
    "overcloud-full": "hLinux for overcloud servers",
    "deploy-kernel": "Kernel that Ironic boots to deploy and clean",
    "deploy-ramdisk": "RAM disk that Ironic boots to deploy and clean",
}
"""Descriptions by name."""

# Raw, because Glance looks into uploads and refuses a disk format that is not what it says.
_CONTENT = bytes(64 * 1024)


def ensure(api):
    """Upload the images that are missing; returns how many there are."""
    for name, description in IMAGES.items():
        upload(api, name, description)
    return len(IMAGES)


def upload(api, name, description):
    """Make an image for everybody, unless there is one of that name."""
    if api.get("/v2/images", params={"name": name, "status": "active"}).json()["images"]:
        return
    image = {
        "name": name,
        "description": description,
        "disk_format": "raw",
        "container_format": "bare",
        "visibility": "public",
    }
    created = api.post("/v2/images", json=image).json()
    api.put(
        f"/v2/images/{created['id']}/file",
        data=_CONTENT,
        headers={"Content-Type": "application/octet-stream"},
    )
