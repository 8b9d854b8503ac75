"""The compute services of the overcloud, or why they cannot be listed."""

import types
from unittest import mock

import pytest
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import clouds
from helion_services.base.problems import Unavailable
from helion_services.nodes.api import overcloud
from tests.unit.services.nodes.heat import GONE, Heat, shown
from tests.unit.services.nodes.nova import Nova


@pytest.fixture
def nova():
    nova = Nova("overcloud-compute-0", "overcloud-compute-1")
    nova.services["overcloud-compute-1"]["state"] = "down"
    return nova


def runtime(nova_api, stack=None, login=True):
    """A runtime with these clouds; ``stack`` is what Heat answers."""
    apis = {"compute": nova_api, "orchestration": Heat(stack=stack or GONE).api}
    double = mock.create_autospec(clouds.Clouds, instance=True)
    double.has.return_value = login
    double.adapter.side_effect = lambda cloud, service_type, **options: apis[service_type]
    nodes = types.SimpleNamespace(roles_file=None)
    return types.SimpleNamespace(clouds=double, conf=types.SimpleNamespace(nodes=nodes))


class Away:
    def get(self, path, **options):
        raise keystoneauth.ConnectFailure("refused")


def test_up_and_down(nova):
    answer = overcloud.computes(runtime(nova.api))
    assert answer["deployed"]
    assert [(row["host"], row["up"]) for row in answer["computes"]] == [
        ("overcloud-compute-0", True),
        ("overcloud-compute-1", False),
    ]


def test_nobody_logs_in_to_an_overcloud(nova):
    assert not overcloud.computes(runtime(nova.api, login=False))["deployed"]


def test_it_is_not_deployed_yet():
    assert overcloud.computes(runtime(Away())) == {"deployed": False, "computes": []}


def test_nova_is_away():
    with pytest.raises(Unavailable, match="overcloud's Nova cannot be reached"):
        overcloud.computes(runtime(Away(), shown("CREATE_COMPLETE")))
