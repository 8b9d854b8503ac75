"""An image is rolled out to compute servers with virtual machines on them, and back."""

import pytest

from tests.lifecycle.test_faults import kill_at_every_step
from tests.world import settled

_CONTENT = bytes(64 * 1024)


@pytest.fixture
def image(undercloud):
    """The id of an image of a newer version; deleted afterwards."""
    api = undercloud.connect("admin").image
    image = api.create_image(
        "overcloud-server", data=_CONTENT, disk_format="raw", container_format="bare",
        visibility="public", version="1.1.2", build_no="7", allow_duplicates=True,
    )  # fmt: skip
    yield image.id
    api.delete_image(image.id)


def running(lifecycle, role="compute"):
    """``{name: (id of the server, its node, id of its image)}`` of the servers of a role."""
    roles = {role["name"]: role for role in lifecycle.call("GET", "/images")["roles"]}
    return {
        server["name"]: (server["server"], server["node"], server["image"])
        for server in roles[role]["servers"]
    }


@pytest.mark.faults
def test_a_controller_and_back(deployed, lifecycle, image):
    name = lifecycle.members("control")[0]
    before = running(lifecycle, "control")
    ended = lifecycle.do("rollout", role="control", image=image, nodes=[name])
    assert ended["state"] == "succeeded", ended["error"]
    after = running(lifecycle, "control")
    assert after == before | {name: (*before[name][:2], image)}

    ended = lifecycle.do("rollout", rollout=ended["id"])
    assert ended["state"] == "succeeded", ended["error"]
    assert running(lifecycle, "control") == before


@pytest.mark.faults
def test_two_compute_servers_with_virtual_machines_and_back(
    deployed, undercloud, lifecycle, guests, image
):
    hosts = lifecycle.members("compute")[:2]
    before, world = running(lifecycle), settled(undercloud)
    ids = [*guests.boot(hosts[0], 1), *guests.boot(hosts[1], 1)]

    plan = lifecycle.plan("rollout", role="compute", image=image, nodes=hosts)
    assert plan["state"] == "ready", plan["checks"]
    assert [(row["server"], row["after"]["version"]) for row in plan["images"]] == [
        (host, "1.1.2") for host in hosts
    ]
    ended = lifecycle.wait(lifecycle.apply(plan))
    assert ended["state"] == "succeeded", ended
    # The first one goes away from the first host, the second one from the second.
    assert guests.hosts(ids)[1] != hosts[1]
    after = running(lifecycle)
    for host in before:
        expected = image if host in hosts else before[host][2]
        assert after[host] == (*before[host][:2], expected)
    assert settled(undercloud)["computes"] == world["computes"]
    again = lifecycle.plan("rollout", role="compute", image=image, nodes=hosts)
    assert again["state"] == "blocked"

    plan = lifecycle.plan("rollout", rollout=ended["id"])
    ended = kill_at_every_step(lifecycle, lifecycle.apply(plan))
    assert ended["state"] == "succeeded", ended
    assert running(lifecycle) == before
    assert settled(undercloud)["computes"] == world["computes"]
    assert all(guests.hosts(ids))
