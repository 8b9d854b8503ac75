"""The panel Object storage: what is read from the Ringos service, and what its pages show."""

import dataclasses
import re

import pytest

from helion_dashboard.admin.object_storage import changes, lists, picture
from helion_dashboard.api import errors
from helion_dashboard.api.rings import client
from tests.unit.dashboard.object_storage.conftest import (
    DEVICES,
    OLD,
    RINGS,
    SERVERS,
    SILENT,
    cluster,
    device,
)
from tests.unit.dashboard.panel_pages import shown


def words(text):
    """The text of a page without its marks and runs of spaces."""
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


class TestRecords:
    def test_a_device_has_a_share_of_each_ring(self):
        first = cluster().devices[0]
        assert (first.id, first.place) == (f"{OLD}/d1", "r1z1")
        assert [share.ring for share in first.shares] == ["object", "account"]
        assert (first.parts, first.target) == (256, 256)

    def test_states(self):
        store = cluster()
        assert [row.state.name for row in store.devices] == ["active", "unmounted", "unknown"]
        assert [row.state.name for row in store.servers] == ["old", "silent"]
        # A rebalance is due for one; of the other a server has an old copy.
        assert [row.state.name for row in store.rings] == ["changed", "old"]

    def test_a_device_without_weight_is_drained_when_it_has_no_part(self):
        disks = [{"device": "d1", "mounted": True, "size": 1, "used": 0}]
        servers = [{**SERVERS[0], "disks": disks}]
        for parts, state in ((3, "changed"), (0, "drained")):
            rows = [device(OLD, "d1", 0, weight=0.0, parts=parts, parts_wanted=0)]
            assert cluster(RINGS, rows, servers).devices[0].state.name == state

    def test_a_disk_that_recon_does_not_name_is_not_mounted(self):
        servers = [{**SERVERS[0], "disks": []}]
        assert cluster(RINGS, DEVICES[:1], servers).devices[0].state.name == "unmounted"

    def test_all_pages_of_devices_are_read(self, cloud, signed_in):
        root = "http://helion.test/ringos/v1"
        cloud.get(f"{root}/rings", json={"rings": RINGS})
        cloud.get(f"{root}/servers", json={"servers": SERVERS})
        cloud.get(
            f"{root}/devices",
            [
                {"json": {"devices": DEVICES[:2], "next_marker": "object:1", "total": 4}},
                {"json": {"devices": DEVICES[2:], "next_marker": None, "total": 4}},
            ],
        )
        store = client.cluster(signed_in("/"))
        assert store == cluster()
        queries = [call.qs for call in cloud.request_history if call.path.endswith("/devices")]
        assert queries == [{"limit": ["5000"]}, {"limit": ["5000"], "marker": ["object:1"]}]


class TestPages:
    def test_what_matters_now(self, make_request, store):
        text = words(shown(make_request, lists.Rings))
        assert "2 servers , 3 devices , 1: Does not answer , 1: Old ring , 1: Not mounted" in text
        assert "next rebalance in 43 min" in text

    def test_rings(self, make_request, store):
        text = words(shown(make_request, lists.Rings))
        assert "object Not on all servers 256 × 2 3 in 2 zones 1.25 % 0.50 % 43 min" in text
        assert "account Rebalance due 256 × 2 3 in 2 zones – 0.50 %" in text

    def test_the_picture(self, make_request, store):
        text = shown(make_request, lists.Rings)
        assert "&lt;b&gt;d2" in text
        assert "Region 1, zone 2" in text
        assert 'width="40%"' in text
        assert [zone.zone for zone in picture.zones(cluster())] == [1, 2]
        (server, devices), *rest = picture.zones(cluster())[0].servers
        assert (server.id, len(devices), rest) == (OLD, 2, [])

    def test_servers(self, make_request, store):
        text = words(shown(make_request, lists.Servers))
        assert f"{OLD} Old ring object r1z1 2 268 parts, wanted: 256" in text
        assert f"{SILENT} Does not answer r1z2 1 256 parts –" in text

    def test_devices_are_filtered(self, make_request, store):
        page = lists.Devices(make_request("/?state=unmounted")).answer_index().content.decode()
        assert f"{OLD}/&lt;b&gt;d2" in page
        assert f"{SILENT}/d1" not in page
        page = lists.Devices(make_request("/?place=r1z2")).answer_index().content.decode()
        assert f"{SILENT}/d1" in page
        assert f"{OLD}/d1" not in page

    @pytest.mark.parametrize("section", [lists.Rings, lists.Servers, lists.Devices])
    def test_a_service_that_fails_is_asked_once_and_named(
        self, make_request, store, monkeypatch, section
    ):
        questions = []

        def fail(request):
            questions.append(request)
            raise errors.ServiceError("ring-management", "It is away.")

        monkeypatch.setattr(client, "cluster", fail)
        assert "It is away." in shown(make_request, section)
        assert len(questions) == 1


class TestChanges:
    def test_a_drain_shows_what_moves(self, make_request, store):
        text = words(changes.Drain(make_request(f"/?server={OLD}")).answer().content.decode())
        assert store.plan.call_args.args[1:] == ("drain",)
        assert store.plan.call_args.kwargs == {"server": OLD}
        assert "128 parts move, 25 % of all." in text
        assert "The disks that remain would be 91 % full." in text

    def test_devices_of_a_server_are_drained(self, make_request, store):
        changes.Drain(make_request(f"/?device={OLD}/d1&device={OLD}/d2")).answer()
        assert store.plan.call_args.kwargs == {"server": OLD, "devices": ["d1", "d2"]}
        other = f"/?device={OLD}/d1&device={SILENT}/d1"
        assert changes.Drain(make_request(other)).answer().status_code == 302

    def test_what_was_read_is_begun(self, make_request, store):
        request = make_request(f"/?server={OLD}", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
        request.method = "POST"
        request.POST = {"digest": "d" * 64, "key": "k"}
        assert changes.Drain(request).answer().status_code == 200
        assert store.begin.call_args.args[1:] == ("drain", "d" * 64, "k")
        assert store.begin.call_args.kwargs == {"server": OLD}

    def test_a_blocked_plan_has_no_button(self, make_request, store):
        store.plan.return_value = dataclasses.replace(store.plan.return_value, possible=False)
        text = changes.Drain(make_request(f"/?server={OLD}")).answer().content.decode()
        assert "This cannot be done: a check blocks it." in text
        assert re.search(r'<button type="submit" class="btn btn-primary" disabled>', text)

    def test_new_devices_are_entered_first(self, make_request, store):
        text = changes.Add(make_request("/")).answer().content.decode()
        assert "Plan" in text
        assert not store.plan.called
        query = f"/?server={OLD}&devices=d3,+d4&region=1&zone=2&weight=50"
        text = changes.Add(make_request(query)).answer().content.decode()
        assert store.plan.call_args.kwargs == {
            "server": OLD,
            "devices": ["d3", "d4"],
            "region": 1,
            "zone": 2,
            "weight": 50.0,
        }
        assert "What moves" in words(text)
        changes.Add(make_request(f"/?server={OLD}&devices=+")).answer()
        assert store.plan.call_count == 1
