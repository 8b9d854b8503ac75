"""What is linked, and what is wrong with it."""

import pytest

from helion_dashboard.api.cinder import client as cinder
from helion_dashboard.api.storage.records import Amount
from helion_dashboard.kit.topology.storage import mapping

from .cloud import GIB, array, backend, cluster, cpg, layers, pool, small, volume_type


def problems(content):
    """``{id: (health, problem)}`` of whatever is not well."""
    things = [thing for column in content.columns.values() for thing in column.values()]
    return {each.id: (each.health, each.problem) for each in things if each.health != "ok"}


def links(content):
    return {(link.source, link.target): link.state for link in content.links}


def test_all_is_well():
    whole = mapping.build(small())
    assert problems(whole) == {}
    assert links(whole) == {("a1", "c1"): "", ("c1", "b1"): "", ("b1", "t1"): ""}
    assert whole.arrays["a1"].usage == Amount(10, 40)
    assert whole.arrays["a1"].state == "Connected · 10 of 40 GiB"


@pytest.mark.parametrize(
    ("changes", "ident", "health", "words", "broken"),
    [
        (
            {"arrays": (array(state="unreachable", state_reason="It is off."),)},
            "a1",
            "failed",
            "It is off.",
            ("a1", "c1"),
        ),
        (
            {"cpgs": (cpg("c1", backend="b1", status="missing"),)},
            "c1",
            "failed",
            "no longer has it",
            ("a1", "c1"),
        ),
        (
            {"types": (volume_type("t1", "tin"),)},
            "absent:tin",
            "failed",
            "There is no such back end.",
            ("absent:tin", "t1"),
        ),
        (
            {"types": (volume_type("t1", "tin"),)},
            "t1",
            "failed",
            "There is no such back end.",
            ("absent:tin", "t1"),
        ),
        ({"types": ()}, "b1", "warning", "No volume type names it.", None),
        ({"types": (volume_type("t1"),)}, "t1", "warning", "Names no back end", None),
        ({"pools": ()}, "b1", "failed", "scheduler does not report it", ("c1", "b1")),
        ({"pools": (), "types": ()}, "b1", "warning", "not in Cinder", None),
        ({"pools": ()}, "t1", "failed", "Its back end cannot be used", ("b1", "t1")),
        (
            {"cpgs": (cpg("c1", backend="b1", health="degraded"),)},
            "c1",
            "warning",
            "degraded",
            None,
        ),
    ],
)
def test_what_is_wrong_is_at_its_thing(changes, ident, health, words, broken):
    whole = mapping.build(small(**changes))
    assert problems(whole)[ident][0] == health
    assert words in problems(whole)[ident][1]
    broken_links = [pair for pair, state in links(whole).items() if state]
    assert (broken in broken_links) if broken else not broken_links


def test_a_pool_that_is_missing_among_others_is_named():
    whole = mapping.build(
        small(
            cpgs=(cpg("c1", backend="b1"), cpg("c2", backend="b1")),
            backends=(backend("b1", "c1", "c2", name="gold"),),
        )
    )
    assert problems(whole) == {"b1": ("warning", "Cinder's scheduler does not report c2.")}
    assert [pair for pair, state in links(whole).items() if state] == [("c2", "b1")]


def test_back_ends_that_only_cinder_has():
    pools = (pool("CPG_c1", "gold"), pool("lvm", "lvm", total=10.0, free=4.0), pool("x", ""))
    whole = mapping.build(small(pools=pools, types=(volume_type("t1", "gold"),)))
    lvm = whole.backends["cinder:lvm"]
    assert (lvm.health, lvm.usage) == ("warning", Amount(6.0, 10.0))
    assert "Not managed here" in lvm.state
    assert list(whole.backends) == ["b1", "cinder:lvm"]


def test_without_cinder_nothing_is_wrong_with_back_ends():
    content = small(layers=layers(cinder="It is down."), types=(), pools=())
    assert problems(mapping.build(content)) == {}


def test_without_sirius_the_back_ends_of_cinder_remain():
    content = small(layers=layers(sirius="Down."), arrays=(), cpgs=(), backends=())
    whole = mapping.build(content)
    assert problems(whole) == {}
    assert links(whole) == {("cinder:gold", "t1"): ""}


def test_clusters_stand_where_cpgs_do():
    whole = mapping.build(
        small(
            clusters=(cluster("v1", total_mib=4 * GIB, free_mib=GIB),),
            backends=(backend("b1", "c1", name="gold"), backend("b2", "v1", name="vsa")),
            types=(volume_type("t1", "vsa"),),
        )
    )
    assert list(whole.pools) == ["c1", "v1"]
    assert whole.pools["v1"].usage == Amount(3, 4)
    assert links(whole)["v1", "b2"] == "broken"


def test_the_order_of_a_column_is_that_of_the_one_before():
    whole = mapping.build(
        small(
            arrays=(array("a10"), array("a2")),
            cpgs=(cpg("x", "a10", "b1"), cpg("y", "a2", "b2")),
            backends=(backend("b1", "x"), backend("b2", "y")),
            types=(volume_type("t1", "b1"), volume_type("t2", "b2")),
            pools=(),
        )
    )
    assert [list(column) for column in whole.columns.values()] == [
        ["a2", "a10"],
        ["y", "x"],
        ["b2", "b1"],
        ["t2", "t1"],
    ]


@pytest.mark.parametrize("backend", ["gold", "elsewhere"])
def test_an_over_subscribed_back_end(backend):
    name = "CPG_c1" if backend == "gold" else "other"
    numbers = {"total": 100.0, "free": 50.0, "ratio": 2.0}
    pools = (pool("CPG_c1", "gold"), pool(name, backend, provisioned=201.0, **numbers))
    types = (volume_type("t1", "gold"), volume_type("t2", "elsewhere"))
    things = mapping.build(small(pools=pools, types=types)).backends.values()
    thing = next(thing for thing in things if thing.name == backend)
    assert thing.health == "warning"
    assert "201 GiB are provisioned on pool, 200 GiB (2 × 100 GiB) are allowed." in thing.problem


@pytest.mark.parametrize(
    ("ratio", "is_over"), [("2.0", True), (2, True), ("auto", False), (None, False), ("20", False)]
)
def test_the_ratio_as_cinder_reports_it(ratio, is_over):
    values = pool("s", "b", total=100.0, provisioned=201.0, ratio=cinder._ratio(ratio))
    assert values.is_over_subscribed == is_over
