"""What all tests share: one embedded undercloud a run, and what runs beside what.

With ``-n 2`` the tests of the undercloud run one after another in one process, and all others,
module by module, in the second one. The process that reads the results starts the undercloud, so
that both may use it.
"""

import fcntl
import functools
import json
import os
import pathlib

import eventlet
import pytest

from tests import undercloud as embedded

pytest_plugins = ("tests.chromium",)

_OPTIONS = ("--quick", "--plugins", "heat_dashboard,ironic_ui")
_NAMED = "HELION_STATE"  # an undercloud that runs already
_SHARED = "HELION_TESTS_FOLDER"  # of a run with several processes
_TESTS = pathlib.Path(__file__).parent
# What takes longest begins first.
_ORDER = ("undercloud", "service/services", "overcloud", "service/eon", "service/vcenter", "unit")


class Distribution:
    """A plugin for the process that reads the results: hands tests out, starts the undercloud."""

    def __init__(self, folder):
        self._folder = folder
        self._undercloud = None

    def pytest_xdist_make_scheduler(self, config, log):
        from xdist.scheduler import LoadScopeScheduling

        folder = self._folder

        class GroupScheduling(LoadScopeScheduling):
            @functools.cached_property
            def _groups(self):
                return _groups(folder)

            def _split_scope(self, nodeid):
                return self._groups[nodeid]

        config.option.loadscopereorder = False
        return GroupScheduling(config, log)

    def pytest_xdist_node_collection_finished(self):
        needed = {"undercloud", "overcloud"} & set(_groups(self._folder).values())
        if needed and not self._undercloud and _NAMED not in os.environ:
            self._undercloud = embedded.Process(self._folder / "state", *_OPTIONS)

    def pytest_unconfigure(self):
        if self._undercloud:
            self._undercloud.end()


def _refuse(*_arguments, **_options):
    raise RuntimeError("run what patches threads and sockets in a process of its own")


@pytest.hookimpl(trylast=True)  # after its own factory of folders is there
def pytest_configure(config):
    # Some services do so when they are imported; from then on servers in threads answer no more.
    eventlet.patcher.monkey_patch = eventlet.monkey_patch = _refuse
    if config.getoption("numprocesses", None):
        # The fixture of this name does not exist here.
        folder = config._tmp_path_factory.mktemp("undercloud")
        os.environ[_SHARED] = str(folder)
        config.pluginmanager.register(Distribution(folder))


def pytest_collection_modifyitems(config, items):
    if hasattr(config, "workerinput"):
        items.sort(key=_place)


@pytest.hookimpl(tryfirst=True)  # xdist says then that the tests are known
def pytest_collection_finish(session):
    if hasattr(session.config, "workerinput"):
        groups = {item.nodeid: _group(item) for item in session.items}
        file = pathlib.Path(os.environ[_SHARED], "groups.json")
        draft = file.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(groups))
        draft.rename(file)


def _groups(folder):
    """The group of each test, as the processes that run them have found out: each says the same."""
    return json.loads((folder / "groups.json").read_text())


def _group(item):
    if "region" in item.fixturenames:
        return "overcloud"
    if "undercloud" in item.fixturenames:
        return "undercloud"
    return str(item.path.relative_to(_TESTS))


def _place(item):
    group = _group(item)
    places = (place for place, name in enumerate(_ORDER) if group.startswith(name))
    # The second process works with the overcloud's hosts first.
    return next(places, len(_ORDER)), "overcloud_alone" in item.fixturenames


@pytest.fixture(scope="session")
def undercloud(tmp_path_factory):
    """The embedded undercloud: the one that ``HELION_STATE`` names, or one of this run."""
    if named := os.environ.get(_NAMED):
        yield embedded.Undercloud(named)
    elif shared := os.environ.get(_SHARED):
        yield embedded.ready(f"{shared}/state")
    else:
        state = tmp_path_factory.mktemp("undercloud") / "state"
        with embedded.started(state, *_OPTIONS) as running:
            yield running


@pytest.fixture
def ironic(undercloud):
    """Ironic as the administrator of the system, through openstacksdk."""
    return undercloud.connect("system").baremetal


@pytest.fixture(scope="module")
def overcloud_alone(undercloud):
    """Nobody else changes compute hosts of the overcloud, or boots virtual machines there."""
    with (undercloud.state / "tests.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
