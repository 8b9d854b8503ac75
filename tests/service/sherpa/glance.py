"""A Glance in this process, as far as publishing speaks with it, with Nova and Heat beside it."""

import hashlib
import types
import uuid

from keystoneauth1 import exceptions as keystoneauth


class Glance:
    """Images by id.

    :ivar data: their bytes by id
    :ivar broken: names of methods and paths that fail with a status, ``{("PUT", "/file"): 503}``
    :ivar wrong: whether an upload arrives damaged
    :ivar servers: of Nova: ``{"id", "name", "image"}``
    """

    def __init__(self):
        self.images, self.data, self.broken = {}, {}, {}
        self.wrong, self.servers, self.stacks = False, [], []
        self.swift = NoStore()

    def has(self, cloud):
        return True

    def adapter(self, cloud, service_type, **options):
        if service_type == "object-store":
            return self.swift
        return self if service_type == "image" else Other(self)

    def visible(self):
        """Versions by name of the images that a list shows."""
        return {
            image["name"]: image["version"]
            for image in self.images.values()
            if not image["os_hidden"] and image["status"] == "active"
        }

    def get(self, path, params=None, **options):
        self._check("GET", path)
        if path == "/v2/images":
            hidden = params.get("os_hidden") == "true"
            name, value = next((k, v) for k, v in params.items() if k != "os_hidden")
            rows = self.images.values()
            rows = [row for row in rows if row.get(name) == value and row["os_hidden"] == hidden]
            return _answer({"images": rows})
        return _answer(self._image(path))

    def post(self, path, json=None, **options):
        self._check("POST", path)
        image = {"id": str(uuid.uuid4()), "status": "queued", **json}
        self.images[image["id"]] = image
        return _answer(image)

    def put(self, path, data=None, headers=None, **options):
        image = self._image(path)
        self._check("PUT", path)
        if headers.get("Content-Type") != "application/octet-stream":
            raise keystoneauth.UnsupportedMediaType("wrong header")
        body = b"".join(data)
        if self.wrong:
            body = body[1:] + b"x"
        self.data[image["id"]] = body
        image |= {
            "status": "active",
            "os_hash_algo": "sha512",
            "os_hash_value": hashlib.sha512(body).hexdigest(),
        }
        return _answer(image)

    def patch(self, path, json=None, headers=None, **options):
        self._check("PATCH", path)
        image = self._image(path)
        for change in json:
            image[change["path"][1:]] = change["value"]
        return _answer(image)

    def delete(self, path, **options):
        self._check("DELETE", path)
        del self.images[self._image(path)["id"]]
        return _answer({})

    def _image(self, path):
        ident = path.split("/")[3]
        if ident not in self.images:
            raise keystoneauth.NotFound("no image")
        return self.images[ident]

    def _check(self, method, path):
        for (name, end), status in self.broken.items():
            if name == method and path.endswith(end):
                raise keystoneauth.from_response(_refusal(status), method, path)


class NoStore:
    """The catalog has no object store."""

    def get_endpoint(self):
        return None


class Other:
    """Nova and Heat."""

    def __init__(self, cloud):
        self._cloud = cloud

    def get(self, path, params=None, **options):
        if path == "/servers/detail":
            rows = [row for row in self._cloud.servers if row["image"] == params["image"]]
            return _answer({"servers": rows})
        if path == "/stacks":
            return _answer({"stacks": self._cloud.stacks})
        if path.endswith(("/template", "/files")):
            _, _, _name, ident, part = path.split("/")
            stack = next(row for row in self._cloud.stacks if row["id"] == ident)
            if part not in stack:
                raise keystoneauth.Forbidden("not yours")
            return _answer(stack[part])
        return _answer({"stack": self._cloud.stacks[0]})


def _answer(body):
    return types.SimpleNamespace(json=lambda: body)


def _refusal(status):
    return types.SimpleNamespace(
        status_code=status, headers={}, text="", json=dict, request=None, content=b""
    )
