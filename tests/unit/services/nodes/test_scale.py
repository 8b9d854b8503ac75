import pytest

from helion_services.nodes import roles, stack
from helion_services.nodes.stack import models, scale

ROLE = roles.load().by_name["compute"]


def parameters(count, gone=(), **nodes):
    return {
        "ComputeCount": str(count),
        "ComputeRemovalPolicies": [{"resource_list": list(gone)}] if gone else [],
        "ComputePlacement": {index.strip("_"): node for index, node in nodes.items()},
        "CloudName": "c",
    }


@pytest.mark.parametrize(
    ("count", "gone", "number", "next_ones"),
    [
        (0, [], 2, ["0", "1"]),
        (2, [], 1, ["2"]),
        (2, ["1"], 2, ["3", "4"]),
        (1, ["0", "2"], 2, ["3", "4"]),
        (0, ["0", "1"], 1, ["2"]),
        (9, [], 2, ["9", "10"]),
        (1, ["7"], 7, ["1", "2", "3", "4", "5", "6", "8"]),
        (3, [], 0, []),
    ],
)
def test_next_indices(count, gone, number, next_ones):
    assert stack.next_indices(count, gone, number) == next_ones


def test_numbers_in_a_removal_list_are_indices_too():
    values = {"ComputeCount": 1, "ComputeRemovalPolicies": [{"resource_list": [0]}]}
    assert stack.present(values, ROLE) == ["1"]
    assert stack.present({}, ROLE) == []


def test_grow_adds_the_new_and_leaves_the_old_as_they_were():
    before = parameters(2, ["1"], _2="node-c")
    assert stack.present(before, ROLE) == ["0", "2"]
    placements = scale.place(before, ROLE, ["node-d", "node-e"])
    assert placements == {"3": "node-d", "4": "node-e"}
    assert stack.grow(before, ROLE, 4, placements) == {
        "ComputeCount": 4,
        "ComputePlacement": {"2": "node-c", "3": "node-d", "4": "node-e"},
    }
    assert stack.placement(before, ROLE) == {"2": "node-c"}


@pytest.mark.parametrize(
    ("count", "placements", "words"),
    [
        (2, {}, "Compute has 2 servers already."),
        (3, {"0": "x"}, "Compute has no new server 0: the next are 3."),
        (3, {"3": "node-c"}, "a node cannot carry two servers"),
    ],
)
def test_grow_refuses(count, placements, words):
    with pytest.raises(models.ScaleError, match=words):
        stack.grow(parameters(2, ["1"], _2="node-c"), ROLE, count, placements)


def test_shrink_removes_exactly_these_for_good():
    before = parameters(4, ["1"], _2="c", _3="d", _4="e")
    changes = stack.shrink(before, ROLE, ["3", "0"])
    assert changes == {
        "ComputeCount": 2,
        "ComputeRemovalPolicies": [{"resource_list": ["1", "0", "3"]}],
        "ComputePlacement": {"2": "c", "4": "e"},
    }
    after = before | changes
    assert stack.present(after, ROLE) == ["2", "4"]
    assert stack.next_indices(2, stack.removed(after, ROLE), 1) == ["5"]


def test_shrink_refuses_what_is_not_there():
    with pytest.raises(models.ScaleError, match=r"Compute has no server 1 and 7\."):
        stack.shrink(parameters(2, ["1"]), ROLE, ["1", "0", "7"])


def test_an_index_that_heat_never_created_is_dropped():
    before = parameters(3, _2="c")
    changes = stack.shrink(before, ROLE, ["2"], members=["0", "1"])
    assert changes == {
        "ComputeCount": 2,
        "ComputeRemovalPolicies": [],
        "ComputePlacement": {},
    }
    mixed = stack.shrink(before, ROLE, ["1", "2"], members=["0", "1"])
    assert stack.removed(before | mixed, ROLE) == ["1"]
    assert stack.present(before | mixed, ROLE) == ["0"]


def test_only_the_last_can_be_dropped():
    with pytest.raises(models.ScaleError, match="servers 1 cannot be dropped"):
        stack.shrink(parameters(3), ROLE, ["1"], members=["0", "2"])


def test_swap_is_one_for_one():
    before = parameters(2, ["0"], _1="b", _2="c")
    changes = stack.swap(before, ROLE, "1", "d")
    assert changes == {
        "ComputeCount": 2,
        "ComputeRemovalPolicies": [{"resource_list": ["0", "1"]}],
        "ComputePlacement": {"2": "c", "3": "d"},
    }
    assert stack.present(before | changes, ROLE) == ["2", "3"]
