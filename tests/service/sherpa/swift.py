"""An object store over HTTP, as Swift's documentation describes it, in a process of its own."""

import contextlib
import hashlib
import http.server
import json
import subprocess
import sys
import urllib.parse

import requests
from keystoneauth1.adapter import Adapter
from keystoneauth1.noauth import NoAuth
from keystoneauth1.session import Session

HOST, ACCOUNT = "127.0.0.1", "/v1/AUTH_p"
LARGEST = 1 << 20
"""Bytes of an object that is stored at a time."""


class Swift:
    """A store that runs; it is empty.

    :ivar url: of its account
    """

    def __init__(self, url):
        self.url = url

    @property
    def adapter(self):
        """As the service has it."""
        return adapter(self.url)

    def put(self, path, data=b""):
        """Store an object, or make a container."""
        requests.put(f"{self.url}/{path}", data=data, timeout=10).raise_for_status()

    def data(self, path):
        """The bytes of an object."""
        return requests.get(f"{self.url}/{path}", timeout=10).content

    def headers(self, path):
        """Those of an object."""
        return requests.head(f"{self.url}/{path}", timeout=10).headers

    def paths(self):
        """Of all containers and objects, sorted."""
        return requests.get(self.url, timeout=10).json()

    def corrupt(self):
        """From now on answer wrong ETags."""
        requests.post(self.url, timeout=10).raise_for_status()


def adapter(url):
    """What keystoneauth asks an account with."""
    return Adapter(Session(NoAuth(endpoint=url)), endpoint_override=url, connect_retries=0)


@contextlib.contextmanager
def started():
    """A :class:`Swift` that ends with the block."""
    process = subprocess.Popen([sys.executable, __file__], stdout=subprocess.PIPE, text=True)
    try:
        yield Swift(f"http://{HOST}:{int(process.stdout.readline())}{ACCOUNT}")
    finally:
        process.kill()
        process.wait()


class Store:
    """``{path: (bytes or manifest, headers)}``; containers are paths without a slash."""

    def __init__(self):
        self.objects, self.is_corrupt = {}, False

    def act(self, verb, target, data, headers):
        """``(status, headers, bytes)`` of the answer to a request."""
        url = urllib.parse.urlsplit(target)
        path = url.path.removeprefix(ACCOUNT).removeprefix("/")
        if verb == "POST":
            self.is_corrupt = True
            return 204, {}, b""
        if verb == "PUT":
            return self._put(path, data, headers, url.query == "multipart-manifest=put")
        if not path:
            return 200, {}, json.dumps(sorted(self.objects)).encode()
        if path not in self.objects:
            return 404, {}, b""
        if verb == "DELETE":
            del self.objects[path]
            return 204, {}, b""
        return 200, self.objects[path][1], self._data(path)

    def _put(self, path, data, headers, is_manifest):
        if "/" not in path:
            self.objects.setdefault(path, (b"", {}))
            return 201, {}, b""
        if path.partition("/")[0] not in self.objects:
            return 404, {}, b""
        if len(data) > LARGEST:
            return 413, {}, b""
        kept = {k: v for k, v in headers.items() if k.lower().startswith("x-object-meta-")}
        etag = _md5(data)
        if is_manifest:
            data = json.loads(data)
            if not all(self._has(row) for row in data):
                return 400, {}, b""
            etag = _md5("".join(row["etag"] for row in data).encode())
            kept["X-Static-Large-Object"] = "True"
        if headers.get("ETag", etag) != etag:
            return 422, {}, b""
        etag = "0" * 32 if self.is_corrupt else etag
        kept["ETag"] = f'"{etag}"' if is_manifest else etag
        self.objects[path] = data, kept
        return 201, {"ETag": etag}, b""

    def _has(self, segment):
        data, headers = self.objects.get(segment["path"][1:], (b"", {}))
        return (headers.get("ETag"), len(data)) == (segment["etag"], segment["size_bytes"])

    def _data(self, path):
        data = self.objects[path][0]
        if isinstance(data, bytes):
            return data
        return b"".join(self._data(row["path"][1:]) for row in data)


def _md5(data):
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store = Store()

    def _answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        data = self.rfile.read(length)
        if len(data) < length:  # who sent it died
            return
        status, headers, body = self.store.act(self.command, self.path, data, self.headers)
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815

    def log_message(self, *_args):
        """Be quiet."""


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer((HOST, 0), _Handler)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
