"""Publishing a large image to a real Glance, against Glance's own client."""

import contextlib
import hashlib
import time

from glanceclient import client as glance_client
from keystoneauth1.adapter import Adapter
from keystoneauth1.noauth import NoAuth
from keystoneauth1.session import Session

from helion_services.base import config, database, times
from helion_services.base.runtime import Runtime
from helion_services.sherpa import states
from helion_services.sherpa.flows.requests import Publish
from helion_services.sherpa.layout import Layout
from helion_services.sherpa.models import Content
from tests.bench import plain_glance
from tests.bench.result import Result
from tests.faults.clock import Stop
from tests.faults.operation import Operation
from tests.service.service_env import write_configuration

LIMIT = 1.1  # of the time of Glance's own client
_SIZE = 1024  # MiB
_MIB = 1 << 20
_ROUNDS = 3
_VERSIONS = tuple(map(str, range(_ROUNDS)))


def run(folder):
    """Yields the whole operation against the client's upload alone."""
    folder.mkdir()
    file = folder / "image"
    digest = _write(file)
    with plain_glance.started(folder) as url:
        ours, plain = [], []
        session = Session(NoAuth(endpoint=url))
        client = glance_client.Client("2", session=session, endpoint_override=url)
        with _runtime(folder, url, file, digest) as runtime:
            for version in _VERSIONS:
                ours.append(_publish(runtime, version))
                plain.append(_upload(client, file))
                for image in client.images.list(filters={"os_hidden": "false"}):
                    client.images.delete(image.id)
    details = {"ours in s": ours, "Glance's client in s": plain}
    yield Result("sherpa.publish", min(ours) / min(plain), LIMIT, "x", details=details)


def _write(file):
    digest = hashlib.sha512()
    with file.open("wb") as new:
        for number in range(_SIZE):
            piece = hashlib.shake_256(str(number).encode()).digest(4096) * (_MIB // 4096)
            new.write(piece)
            digest.update(piece)
    return digest.hexdigest()


def _upload(client, file):
    began = time.monotonic()
    image = client.images.create(name="plain", disk_format="raw", container_format="bare")
    with file.open("rb") as data:
        client.images.upload(image.id, data)
    assert client.images.get(image.id).status == "active"
    return time.monotonic() - began


def _publish(runtime, version):
    request = Publish(
        f"publication-{version}", f"content-{version}", states.IMAGE, f"image-{version}", version,
        states.PRIVATE,
    )  # fmt: skip
    operation = Operation(runtime.operations.kind("sherpa", "publish"), request)
    began = time.monotonic()
    operation.run(runtime, Stop(time))
    seconds = time.monotonic() - began
    assert operation.state == "succeeded", operation
    return seconds


class _Clouds:
    """The only cloud is this Glance."""

    def __init__(self, url):
        self._adapter = Adapter(Session(NoAuth(endpoint=url)), endpoint_override=url)

    def adapter(self, cloud, service_type, **options):
        return self._adapter


@contextlib.contextmanager
def _runtime(folder, url, file, digest):
    """The service with a version of the image for each round."""
    runtime = Runtime(config.load(files=[_configuration(folder)]))
    runtime.clouds = _Clouds(url)
    try:
        with runtime.db.session() as session:
            for version in _VERSIONS:
                content = Layout(runtime.conf).content(f"content-{version}")
                content.hardlink_to(file)
                session.add(_content(version, digest))
        yield runtime
    finally:
        runtime.close()


def _configuration(folder):
    url = f"sqlite:///{folder}/services.db"
    database.upgrade(url)
    options = f"[sherpa]\ncontent_dir = {folder}/content\n"
    return write_configuration(folder, url, "sherpa", options)


def _content(version, digest):
    return Content(
        id=f"content-{version}", target="image.raw", name=f"image-{version}", version=version,
        kind=states.IMAGE, provider="", size=_SIZE * _MIB, priority=states.NORMAL, reboot=False,
        hashes={"sha512": digest}, needs=[], notes="", disk_format="raw", created_at=times.now(),
        entry_id=f"entry-{version}", source_id="source", source_name="source",
        origin=states.DOWNLOAD,
    )  # fmt: skip
