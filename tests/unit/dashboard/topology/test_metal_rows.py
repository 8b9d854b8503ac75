"""Bare metal of thousands is drawn again only when something that it shows is another."""

import dataclasses
from unittest import mock

import pytest

from helion_dashboard.api.lifecycle.plans import ServerChange
from helion_dashboard.kit.topology import baremetal, picture, preview
from helion_dashboard.kit.topology.query import Query

from .world import layout, live, node


@pytest.fixture
def cloud():
    """More nodes than are drawn each time."""
    nodes = tuple(
        dataclasses.replace(node(), uuid=f"n{number}", name=f"r{number}", instance_uuid=None)
        for number in range(300)
    )
    return live(nodes=nodes, servers={})


@pytest.fixture
def drawn():
    """Counts how often bare metal is drawn."""
    with mock.patch.object(baremetal, "by_role", side_effect=baremetal.by_role) as double:
        yield double


def data(cloud, query=Query()):  # noqa: B008 - it is frozen
    return picture.described(picture.draw(layout(), cloud, query), query)


def test_it_is_drawn_once(cloud, drawn):
    first = data(cloud)
    again = dataclasses.replace(cloud, networks=tuple(map(dataclasses.replace, cloud.networks)))
    assert data(again) == first
    assert data(again, Query(opened=frozenset({"control"}))) != first
    assert drawn.call_count == 1


@pytest.mark.parametrize("name", ["nodes", "ports", "networks", "layers", "nics"])
def test_what_is_another_is_drawn_anew(cloud, drawn, name):
    data(cloud)
    value = getattr(cloud, name)
    if name == "layers":
        other = value | {"nova": dataclasses.replace(value["nova"], available=False)}
    else:
        other = value[1:]
    changed = dataclasses.replace(cloud, **{name: other})
    assert data(changed) == data(dataclasses.replace(changed))
    assert drawn.call_count == 2


def test_a_plan_is_laid_over_one_picture_only(cloud, drawn):
    before = data(cloud)
    change = ServerChange(change="added", role="compute", name="new", node="n0", node_name="r0")
    with_plan = picture.draw(layout(), cloud)
    preview.lay(with_plan, [change])
    assert picture.described(with_plan, Query()) != before
    assert data(cloud) == before
    assert drawn.call_count == 1


def test_a_region_takes_wires_from_one_picture_only(drawn, cloud):
    plan = layout("carrier-grade")
    query = Query(region=plan.regions[0].id)

    def of(query):
        return picture.described(picture.draw(plan, cloud, query), query)

    before = of(Query())
    assert of(query) != before
    assert of(Query()) == before
    assert drawn.call_count == 1
