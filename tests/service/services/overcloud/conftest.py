"""The overcloud's region, and operations that work on it."""

import uuid

import pytest
import yaml

from helion_services.base import config, database
from helion_services.base.clouds import Clouds
from helion_services.base.operations import Kind, runner
from tests import databases
from tests.service.services.overcloud.region import Region
from tests.unit.services.operations import conftest as operations

_POLL = 0.25  # seconds
_PATIENCE = 240  # seconds


@pytest.fixture(scope="module")
def region(undercloud, overcloud_alone, tmp_path_factory):
    """The :class:`Region`."""
    file = tmp_path_factory.mktemp("conf") / "helion.conf"
    addresses = yaml.safe_load((undercloud.state / "clouds.yaml").read_text())["clouds"]
    options = addresses["overcloud"]["auth"] | {
        "auth_type": "password",
        "region_name": addresses["overcloud"]["region_name"],
    }
    file.write_text("[overcloud]\n" + "".join(f"{k} = {v}\n" for k, v in options.items()))
    return Region(undercloud.state, Clouds(config.load(files=[file])))


@pytest.fixture
def engine(region, tmp_path, monkeypatch):
    """Operations on the region; a conductor in this process runs them once it is started."""
    monkeypatch.setattr(runner, "_UNDO_PAUSE", 0.1)
    monkeypatch.setattr(operations, "_PATIENCE", _PATIENCE)
    db = database.Database(databases.filled(tmp_path))
    conductor = operations.Engine(db)
    conductor.runtime.clouds = region.clouds
    conductor.runtime.conf.operations.poll = _POLL
    yield conductor
    conductor.operations.stop()
    db.close()


@pytest.fixture
def begin(engine):
    """``begin(*steps)``: the id of an operation of these steps."""

    def begin(*steps):
        return engine.begin(Kind("tests", uuid.uuid4().hex, lambda request: steps))

    return begin


@pytest.fixture
def operate(engine, begin):
    """``operate(*steps)``: an operation of these steps at its end."""

    def operate(*steps):
        engine.operations.start()
        return engine.ended(begin(*steps))

    return operate
