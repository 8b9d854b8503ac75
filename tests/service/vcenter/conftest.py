"""One simulated vCenter for the tests that leave it as it was, and one of their own for others."""

import pytest

from tests import vcenter


@pytest.fixture(scope="package")
def shared(tmp_path_factory):
    with vcenter.started(tmp_path_factory.mktemp("shared")) as simulator:
        yield simulator


@pytest.fixture
def simulator(tmp_path):
    with vcenter.started(tmp_path) as simulator:
        yield simulator


@pytest.fixture
def view(simulator):
    with simulator.session() as view:
        yield view
