"""Images in Glance: made, filled, compared, shown or hidden, deleted."""

import hashlib

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.operations.patience import patiently

CLOUD = "undercloud"
OURS = "helion_publication"
"""The property by which the image of a publication is found again."""

_PATCH = {"Content-Type": "application/openstack-images-v2.1-json-patch"}
_BYTES = {"Content-Type": "application/octet-stream"}
_CHUNK = 1 << 20


class ImageRefused(Exception):
    """An image is not what was uploaded; the first argument is a message."""


class Reader:
    """A file for an upload that is hashed while it is read, as requests sends it.

    :ivar digest: hashes by algorithm
    """

    def __init__(self, path, algorithms, progress=lambda count: None):
        self._path, self._file, self._progress = path, path.open("rb"), progress
        self._size, self._algorithms = path.stat().st_size, algorithms
        self._rewind()

    def __len__(self):
        return self._size

    def __iter__(self):
        self._rewind()
        while chunk := self.read(_CHUNK):
            yield chunk

    def read(self, size=-1):
        """The next bytes, larger pieces than HTTP clients ask for."""
        chunk = self._file.read(size)
        for digest in self._hashes.values():
            digest.update(chunk)
        self._count += len(chunk)
        if chunk:
            self._progress(self._count)
        return chunk

    def digests(self):
        """Hexadecimal digests by algorithm, of what was read."""
        return {name: each.hexdigest() for name, each in self._hashes.items()}

    def close(self):
        """Close the file."""
        self._file.close()

    def _rewind(self):
        self._file.seek(0)
        self._count, self._hashes = 0, {name: hashlib.new(name) for name in self._algorithms}


def connect(clouds):
    """The adapter of the Glance that content is published to."""
    return clouds.adapter(CLOUD, "image")


def find(api, publication):
    """The image of a publication, hidden or not; None if there is none."""
    for hidden in ("false", "true"):
        params = {OURS: publication, "os_hidden": hidden}
        images = api.get("/v2/images", params=params).json()["images"]
        if images:
            return images[0]
    return None


def get(api, image_id):
    """An image, None if it is gone."""
    try:
        return api.get(f"/v2/images/{image_id}").json()
    except keystoneauth.NotFound:
        return None


def create(work, api, publication, values):
    """The image of a publication: made, hidden and empty, unless it is there."""
    body = values | {OURS: publication, "os_hidden": True, "visibility": "private"}

    def act():
        return find(api, publication) or api.post("/v2/images", json=body).json()

    return patiently(work, act)


def upload(work, api, image_id, path, algorithms, progress):
    """Fill an image; returns the digests of what was sent, None if it was filled before."""

    def act():
        image = api.get(f"/v2/images/{image_id}").json()
        if image["status"] == "active":
            return None
        reader = Reader(path, algorithms, progress)
        try:
            api.put(f"/v2/images/{image_id}/file", data=reader, headers=_BYTES, log=False)
            return reader.digests()
        finally:
            reader.close()

    return patiently(work, act)


def hashed(path, algorithm):
    """The hexadecimal digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def compare(image, path, digests):
    """Raise :class:`ImageRefused` unless Glance has the bytes of the file."""
    algorithm = image.get("os_hash_algo") or "sha512"
    expected = digests.get(algorithm) or hashed(path, algorithm)
    if image["status"] != "active" or image.get("os_hash_value") != expected:
        raise ImageRefused(
            Message(
                "image-hash-differs",
                "Glance does not have the file that was sent: the hash of image {image} differs.",
                image=image["id"],
            )
        )


def show(api, image_id, visibility):
    """Make an image visible in lists."""
    _patch(api, image_id, os_hidden=False, visibility=visibility)


def hide(api, image_id):
    """Leave an image out of lists; servers that use it are not affected."""
    _patch(api, image_id, os_hidden=True)


def delete(api, image_id):
    """Delete an image, if it is there."""
    try:
        api.delete(f"/v2/images/{image_id}")
    except keystoneauth.NotFound:
        return


def _patch(api, image_id, **values):
    changes = [
        {"op": "replace", "path": f"/{name}", "value": value} for name, value in values.items()
    ]
    api.patch(f"/v2/images/{image_id}", json=changes, headers=_PATCH)
