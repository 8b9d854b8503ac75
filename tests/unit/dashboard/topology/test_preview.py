"""The picture of a plan before it is applied."""

from helion_dashboard.api.lifecycle.plans import ServerChange
from helion_dashboard.kit.topology import picture, preview
from helion_dashboard.kit.topology.query import Query
from tests import topology_rows

from . import world
from .world import layout, live, node

FREE = node(
    uuid="free",
    name="rack2-u01",
    instance_uuid=None,
    provision_state="available",
    power_state="power off",
)


def foreseen(*servers, **more):
    drawing = picture.draw(layout(), live(nodes=(node(), FREE), **more))
    preview.lay(drawing, servers)
    return drawing, {
        row["id"]: row for row in topology_rows.rows(picture.described(drawing, Query()))
    }


def test_a_free_node_that_is_taken():
    moved = ServerChange("added", "overcloud-control-1", "control", "free", "rack2-u01")
    created, rows = foreseen(moved)
    _row, member = created.find("free")
    assert (member.change, member.server) == ("added", "overcloud-control-1")
    assert rows["control"]["added"] == 1
    assert rows["control"]["count"] == 2


def test_a_node_that_is_not_enrolled_yet():
    created, rows = foreseen(
        ServerChange("added", "overcloud-compute-9", "compute", "new", "rack9-u09")
    )
    (new,) = rows["compute"]["nodes"]
    assert (new["name"], new["health"], new["change"]) == ("rack9-u09", "unknown", "added")
    assert new["state"] == "Not enrolled yet"
    assert [wire["network"] for wire in new["wires"]] == [
        "ipmi",
        "management",
        "service",
        "external",
    ]
    assert not any(wire.get("bound") for wire in new["wires"])
    assert rows["compute"]["count"] == 1


def test_a_node_of_another_class_moves_to_its_role():
    _drawing, rows = foreseen(
        ServerChange("added", "overcloud-compute-9", "compute", "free", "rack2-u01")
    )
    assert (rows["control"]["count"], rows["compute"]["count"]) == (1, 1)
    assert len(rows["compute"]["nodes"][0]["wires"]) == 4


def test_a_server_that_leaves_by_node_or_by_name():
    for ident in (world.NODE, None):
        moved = ServerChange("removed", "overcloud-control-0", "control", ident, None)
        _drawing, rows = foreseen(moved)
        assert rows["control"]["removed"] == 1


def test_in_a_closed_row_it_is_drawn_singly():
    many = tuple(node(uuid=f"n{n}", instance_uuid=None, name=f"n{n}") for n in range(100))
    drawing = picture.draw(layout(), live(nodes=many, servers={}))
    preview.lay(drawing, [ServerChange("added", "overcloud-control-1", "control", "n50", "n50")])
    rows = {row["id"]: row for row in picture.described(drawing, Query())["rows"]}
    assert "n50" in [item["id"] for item in rows["control"]["nodes"]]


def test_what_the_picture_does_not_have_is_left_out():
    before = picture.described(picture.draw(layout(), live()), Query())
    drawing = picture.draw(layout(), live())
    preview.lay(
        drawing,
        [ServerChange("added", "x", "toaster", "new", "x"), ServerChange("removed", "y", "x")],
    )
    assert picture.described(drawing, Query()) == before


def test_without_ironic_nothing_is_made_up():
    drawing = picture.draw(layout(), live("ironic", nodes=(), nics=()))
    preview.lay(drawing, [ServerChange("added", "x", "compute", "new", "x")])
    assert drawing.find("new") == (None, None)
