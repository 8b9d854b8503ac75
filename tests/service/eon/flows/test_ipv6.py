"""A vCenter that is reached by IPv6 alone."""

import base64

import pytest

from tests import vcenter as simulators
from tests.service.eon.flows.test_activate import A, guestinfo

pytestmark = simulators.needs_ipv6


@pytest.fixture
def vcenter(tmp_path):
    with simulators.started(tmp_path, addresses=("::1",), names=("::1",)) as running:
        yield running


def test_its_proxy_is_told_the_address(env, vcenter):
    begun = env.begin("activate", A)
    env.at(begun, "start")
    handed = base64.b64decode(guestinfo(vcenter)["guestinfo.userdata"]).decode()
    assert "host_ip = ::1" in handed
    assert env.ended(begun).state == "succeeded"
    env.done("deactivate", A)
