"""What reading a vCenter costs beside one plain retrieval, and how long registering takes.

The vCenter is simulated: 100 clusters with 1,200 hosts.
"""

import contextlib
import pathlib
import shutil
import tempfile
import time

from pyVmomi import vmodl

from helion_embedded.simulators.vcenter import site
from helion_services.base import database
from helion_services.eon.vcenter import inventory
from tests import vcenter
from tests.bench.result import Result
from tests.service.eon.house import House, write_configuration

INVENTORY = 1.3
REGISTER = 2.0
_CLUSTERS, _HOSTS = (4, 25), 12
_ROUNDS = 7


def run():
    """Yields the ratios."""
    place = site.uniform(datacenters=_CLUSTERS[0], clusters=_CLUSTERS[1], hosts=_HOSTS)
    with (
        tempfile.TemporaryDirectory() as folder,
        vcenter.started(pathlib.Path(folder), site=place) as running,
    ):
        yield _inventory(running)
        yield _register(running, pathlib.Path(folder))


def _inventory(running):
    with running.session() as view:
        plain = lambda: _retrieve(view.content)  # noqa: E731
        ours = lambda: inventory.read(view.instance)  # noqa: E731
        found = ours()
        rows, raw, read = len(plain()), [], []
        for _ in range(_ROUNDS):
            raw.append(_seconds(plain))
            read.append(_seconds(ours))
    assert (len(found.clusters), sum(len(one.hosts) for one in found.clusters)) == (100, 1200)
    details = {"objects": rows, "plain, s": raw, "inventory, s": read}
    ratio = min(read) / min(raw)  # what else the machine does is in all others
    return Result("eon.inventory", ratio, INVENTORY, details=details)


def _retrieve(content):
    """One plain retrieval of the same properties."""
    paths = {kind: tuple(names.values()) for kind, names in inventory.PROPERTIES.items()}
    answer = content.propertyCollector.RetrievePropertiesEx(
        [inventory.filter_of(content.rootFolder, paths)],
        vmodl.query.PropertyCollector.RetrieveOptions(),
    )
    return answer.objects


def _register(running, folder):
    site_of_it = {
        "type": "vcenter",
        "ip_address": running.host,
        "port": running.port,
        "username": running.username,
        "password": running.password,
        "ca_pem": running.ca_pem,
    }
    with _house(folder) as house:
        logins, requests = [], []
        for _ in range(_ROUNDS):
            logins.append(_seconds(lambda: _log_in(running)))
            began = time.monotonic()
            answer = house.admin.post("/v2/resource_mgrs", json=site_of_it)
            requests.append(time.monotonic() - began)
            assert answer.status_code == 200, answer.json
            house.admin.delete(f"/v2/resource_mgrs/{answer.json['id']}")
    details = {"login, s": logins, "request, s": requests}
    ratio = min(requests) / min(logins)
    return Result("eon.register", ratio, REGISTER, details=details)


def _log_in(running):
    with running.session():
        pass


@contextlib.contextmanager
def _house(folder):
    made = folder / "made.db"
    database.upgrade(f"sqlite:///{made}")
    shutil.move(made, folder / "services.db")
    write_configuration(folder)
    house = House(folder)
    house.start_watching()
    try:
        yield house
    finally:
        house.close()


def _seconds(act):
    began = time.monotonic()
    act()
    return time.monotonic() - began
