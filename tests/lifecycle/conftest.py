"""An overcloud that is deployed, grown and repaired; it comes last, as it changes every node."""

import pytest

from tests.lifecycle.guests import Guests
from tests.node_lifecycle import Lifecycle
from tests.world import settled

_SMALL = {
    "AdminPassword": "a-long-password",
    "ControlCount": 3,
    "ComputeCount": 2,
    "ObjectStorageCount": 0,
    "BlockStorageCount": 0,
}


@pytest.fixture(autouse=True)
def _alone(overcloud_alone):
    """Nobody else's hosts come and go while what is there is compared."""


@pytest.fixture(scope="session")
def lifecycle(undercloud):
    """The nodes service, as the administrator."""
    return Lifecycle(undercloud)


@pytest.fixture
def undeployed(undercloud, lifecycle):
    """No overcloud."""
    if lifecycle.call("GET", "/overcloud")["stack"]:
        assert lifecycle.do("undeploy", name="overcloud")["state"] == "succeeded"
    settled(undercloud)


@pytest.fixture
def deployed(undercloud, lifecycle):
    """An overcloud of three controllers and at least two compute servers."""
    if not lifecycle.call("GET", "/overcloud")["stack"]:
        ended = lifecycle.do("deploy", parameters=_SMALL)
        assert ended["state"] == "succeeded", ended["error"]
    elif len(lifecycle.members("compute")) < 2:
        ended = lifecycle.do("scale_out", role="compute", count=2)
        assert ended["state"] == "succeeded", ended["error"]
    settled(undercloud)


@pytest.fixture
def guests(undercloud):
    """Virtual machines in the overcloud; deleted afterwards."""
    machines = Guests(undercloud)
    yield machines
    machines.delete()
