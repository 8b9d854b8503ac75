"""An undercloud of its own for what deploys and undeploys: it would disturb all other tests."""

import os

import pytest

from tests import undercloud as embedded
from tests.browser.conftest import Page, chromium  # noqa: F401
from tests.lifecycle.guests import Guests
from tests.node_lifecycle import Lifecycle, settled

_SMALL = {
    "AdminPassword": "a-long-password",
    "ControlCount": 3,
    "ComputeCount": 2,
    "ObjectStorageCount": 0,
    "BlockStorageCount": 0,
}


@pytest.fixture(scope="session")
def cloud(tmp_path_factory):
    """The undercloud; ``HELION_LIFECYCLE_STATE`` names one that runs already."""
    named = os.environ.get("HELION_LIFECYCLE_STATE")
    if named:
        yield embedded.Undercloud(named)
        return
    state = tmp_path_factory.mktemp("lifecycle") / "state"
    with embedded.started(state) as started:
        yield started


@pytest.fixture(scope="session")
def lifecycle(cloud):
    """The nodes service, as the administrator."""
    return Lifecycle(cloud)


@pytest.fixture
def undeployed(cloud, lifecycle):
    """No overcloud."""
    if lifecycle.call("GET", "/overcloud")["stack"]:
        assert lifecycle.do("undeploy", name="overcloud")["state"] == "succeeded"
    settled(cloud)


@pytest.fixture
def deployed(cloud, lifecycle):
    """An overcloud of three controllers and at least two compute servers."""
    if not lifecycle.call("GET", "/overcloud")["stack"]:
        ended = lifecycle.do("deploy", parameters=_SMALL)
        assert ended["state"] == "succeeded", ended["error"]
    elif len(lifecycle.members("compute")) < 2:
        ended = lifecycle.do("scale_out", role="compute", count=2)
        assert ended["state"] == "succeeded", ended["error"]
    settled(cloud)


@pytest.fixture
def guests(cloud):
    """Virtual machines in the overcloud; deleted afterwards."""
    made = Guests(cloud)
    yield made
    made.delete()


@pytest.fixture
def page(chromium, cloud):  # noqa: F811
    made = Page(chromium, cloud.dashboard)
    made.width(1280)
    yield made
    assert made.problems() == []
