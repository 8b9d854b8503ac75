"""A simplestreams mirror with two versions of a small cloud image, as public clouds have them."""

import hashlib
import json
import pathlib

from helion_embedded.simulators.distribution.samples import raw_image

INDEX, PRODUCTS = "streams/v1/index.json", "streams/v1/com.example.cloud_released_download.json"
_CONTENT = "com.example.cloud:released:download"
_PRODUCT = "com.example.cloud:server:12:amd64"
_ABOUT = {"os": "example", "release": "12", "release_title": "Example Cloud 12", "arch": "amd64"}


def publish(folder):
    """Write the mirror into a folder."""
    folder = pathlib.Path(folder)
    versions = {version: _version(folder, version) for version in ("20260301", "20260401")}
    products = {
        "content_id": _CONTENT,
        "format": "products:1.0",
        "datatype": "image-downloads",
        "products": {_PRODUCT: _ABOUT | {"version": "12", "versions": versions}},
    }
    index = {
        "format": "index:1.0",
        "index": {
            _CONTENT: {
                "datatype": "image-downloads",
                "format": "products:1.0",
                "path": PRODUCTS,
                "products": [_PRODUCT],
            }
        },
    }
    for path, content in ((INDEX, index), (PRODUCTS, products)):
        _write(folder / path, json.dumps(content, indent=1).encode())


def _version(folder, version):
    data = raw_image(f"cloud {version}")
    path = f"server/{version}/example-12-amd64.img"
    manifest = f"server/{version}/example-12-amd64.manifest"
    _write(folder / path, data)
    _write(folder / manifest, b"base 1\n")
    return {
        "label": "release",
        "pubname": f"example-12-amd64-{version}",
        "items": {
            "disk1.img": _item("disk1.img", path, data),
            "manifest": _item("manifest", manifest, b"base 1\n"),
        },
    }


def _item(ftype, path, data):
    digest = hashlib.sha256(data).hexdigest()
    return {"ftype": ftype, "path": path, "size": len(data), "sha256": digest}


def _write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
