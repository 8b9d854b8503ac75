"""Back ends that come and go while Cinder runs."""

import pytest

from helion_embedded import openstack
from helion_embedded.openstack.cinder import further_backends
from helion_embedded.openstack.cinder_backends import Backends

TWO = "[DEFAULT]\nenabled_backends = a,b\n[a]\nx = 1\n[b]\nx = 1\n"


class Cinder:
    """What is done to Cinder.

    :ivar broken: names of back ends that do not start
    """

    def __init__(self):
        self.done, self.broken = [], set()

    def reload(self):
        self.done.append("reload")

    def start(self, name):
        self.done.append(f"start {name}")
        if name in self.broken:
            raise RuntimeError(name)
        return name

    def stop(self, name):
        self.done.append(f"stop {name}")


@pytest.fixture
def cinder():
    return Cinder()


@pytest.fixture
def look(cinder, tmp_path):
    """Write the file and look; returns what was done."""
    path = tmp_path / "backends.conf"
    backends = Backends(path, cinder.reload, cinder.start, cinder.stop)

    def look(text=None):
        cinder.done.clear()
        if text is not None:
            path.write_text(text)
        backends.look()
        return cinder.done

    return look


def test_without_a_file_nothing_is_done(look):
    assert look() == []


def test_what_is_new_is_read_before_it_starts(look):
    assert look(TWO) == ["reload", "start a", "start b"]
    assert look() == []


def test_what_has_changed_starts_again(look):
    look(TWO)
    assert look(TWO.replace("[b]\nx = 1", "[b]\nx = 2")) == ["stop b", "reload", "start b"]


def test_what_is_gone_ends(look):
    look(TWO)
    assert look("") == ["stop a", "stop b", "reload"]


def test_what_does_not_start_hinders_no_other_and_is_tried_when_it_changes(look, cinder):
    cinder.broken.add("a")
    assert look(TWO) == ["reload", "start a", "start b"]
    assert look() == []
    cinder.broken.clear()
    assert look(TWO.replace("[a]\nx = 1", "[a]\nx = 2")) == ["reload", "start a"]


def test_sirius_writes_where_cinder_looks(make_instance):
    instance = make_instance()
    openstack.SERVICES["cinder"].write_configuration(instance)
    file = further_backends(instance)
    assert file.read_text() == ""
    file.write_text(TWO)
    openstack.SERVICES["cinder"].write_configuration(instance)
    assert file.read_text() == TWO

    def configured(instance):
        configuration = openstack.SERVICES["helion"].configuration(instance)
        return configuration["helion.conf"]["sirius"]["configuration_file"]

    assert configured(instance) == file
    assert configured(make_instance(("keystone", "helion"))) is None
