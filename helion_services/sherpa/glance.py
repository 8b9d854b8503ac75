"""Images in Glance: made, filled, compared, shown or hidden, deleted."""

import hashlib

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.operations.patience import patiently
from helion_services.base.threads import Pool

CLOUD = "undercloud"
OURS = "helion_publication"
"""The property by which the image of a publication is found again."""

_PATCH = {"Content-Type": "application/openstack-images-v2.1-json-patch"}
_BYTES = {"Content-Type": "application/octet-stream"}
_CHUNK = 1 << 20


class ImageRefused(Exception):
    """An image is not what was uploaded; the first argument is a message."""


class Reader:
    """A file, or a piece of it, as the body of an upload; hashed while it is sent.

    It can be iterated and has a length, and no more: HTTP clients read files in small pieces.

    :param algorithms: names of hashes
    :param progress: is called with the number of bytes that were read so far
    :param start: the first byte of the piece
    :param size: bytes of the piece; None: up to the end
    """

    def __init__(self, path, algorithms, progress=lambda count: None, start=0, size=None):
        self._path, self._algorithms, self._progress = path, algorithms, progress
        self._start = start
        self._size = path.stat().st_size - start if size is None else size
        self._hashes = {}

    def __len__(self):
        return self._size

    def __iter__(self):
        self._hashes = {name: hashlib.new(name) for name in self._algorithms}
        with self._path.open("rb") as file, Pool(1) as pool:
            file.seek(self._start)
            hashing, left = pool.submit(int), self._size
            while chunk := file.read(min(_CHUNK, left)):
                hashing.result()
                # While this chunk is sent.
                hashing = pool.submit(self._hash, chunk)
                left -= len(chunk)
                self._progress(self._size - left)
                yield chunk

    def digests(self):
        """Hexadecimal digests by algorithm, of what was sent."""
        return {name: each.hexdigest() for name, each in self._hashes.items()}

    def _hash(self, chunk):
        for digest in self._hashes.values():
            digest.update(chunk)


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
        api.put(f"/v2/images/{image_id}/file", data=reader, headers=_BYTES, log=False)
        return reader.digests()

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
