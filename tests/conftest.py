"""What service and browser tests share: one embedded undercloud a run."""

import pytest

from tests import undercloud as embedded


@pytest.fixture(scope="session")
def undercloud(tmp_path_factory):
    """The embedded undercloud: the one that ``HELION_STATE`` names, or one of its own."""
    found = embedded.running()
    if found:
        yield found
        return
    state = tmp_path_factory.mktemp("undercloud") / "state"
    with embedded.started(state, "--plugins", "heat_dashboard,ironic_ui") as started:
        yield started
