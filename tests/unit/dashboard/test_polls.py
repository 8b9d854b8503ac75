"""What open pages ask for: each address calls the services that it shows, and no other."""

import collections
import json

import pytest
from openstack_auth import utils as auth_utils

from helion_dashboard.api.endpoint_probe import Health
from helion_dashboard.project.service_catalog import health as checks

from .addresses import addresses
from .small_cloud import NODE

JSON = [address for address in addresses() if address.route.endswith(".json")]

#: The blocks that load separately ask for what they show; the rest needs nothing but the page.
#: A picker of projects asks once somebody searches, and is no poll.
KEYSTONE = {"horizon:admin:uc_overview:services", "horizon:admin:uc_storage:access_projects"}
#: What these lists show is Keystone's own.
OF_KEYSTONE = {"horizon:admin:uc_directory:rows", "horizon:admin:uc_directory:role_rows"}
DRAWN = {
    "horizon:admin:uc_overview:nodes",
    "horizon:admin:uc_overview:services",
    "horizon:admin:uc_nodes:rows",
    "horizon:admin:uc_esx:rows",
    "horizon:admin:uc_operations:rows",
    "horizon:admin:uc_operations:of_resource",
    "horizon:admin:uc_overview:operations",
    "horizon:admin:uc_nodes:summary",
    "horizon:admin:uc_nodes:state",
    "horizon:admin:uc_audit:rows",
    "horizon:admin:uc_topology:data",
    "horizon:admin:uc_topology:table",
    "horizon:project:service_catalog:health",
}


def test_there_are_addresses():
    assert {address.name for address in JSON} > DRAWN | KEYSTONE | OF_KEYSTONE


@pytest.mark.parametrize("address", JSON, ids=lambda address: address.name)
def test_a_poll_asks_keystone_for_nothing(address, signed_in, cloud, monkeypatch):
    monkeypatch.setattr(checks, "of_groups", lambda *args: collections.defaultdict(Health))
    projects = []
    monkeypatch.setattr(auth_utils, "get_project_list", lambda **kwargs: projects.append(1) or [])
    request = signed_in(address.path(NODE))
    try:
        answer = address.view(request, **address.kwargs(NODE))
    except KeyError:  # the canned answer has not all that this one shows
        assert address.name not in DRAWN
    else:
        assert address.name not in DRAWN or answer.status_code == 200, answer.content
        assert answer.status_code in (200, 400, 403, 404, 502)
        json.loads(answer.content)
    assert not projects
    hosts = collections.Counter(call.hostname for call in cloud.request_history)
    if address.name in OF_KEYSTONE:
        assert hosts["id.test"] >= 1
    else:
        assert hosts["id.test"] == (address.name in KEYSTONE)
