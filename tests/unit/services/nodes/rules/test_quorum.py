"""Controllers keep their quorum."""

import pytest

from helion_services.nodes.rules import quorum


@pytest.mark.parametrize(
    ("alive", "total", "removing", "replacing", "result"),
    [
        (3, 3, [], False, "pass"),
        (2, 3, ["c0"], True, "pass"),  # a healthy one, or the one that failed
        (1, 3, ["c0"], True, "block"),
        (0, 1, ["c0"], True, "block"),
        (2, 3, ["c0"], False, "block"),
        (1, 3, ["c0", "c1"], True, "block"),
        (3, 4, ["c0"], True, "warn"),
    ],
)
def test_controllers(alive, total, removing, replacing, result):
    check = quorum.controllers(alive, total, removing, replacing)
    assert check.name == "quorum.controllers"
    assert check.result == result
    assert check.reason.endswith(".")
    assert all(name in check.reason for name in removing)


@pytest.mark.parametrize(
    ("count", "result"),
    [(None, "pass"), (3, "pass"), (1, "warn"), (0, "block"), (2, "block"), (5, "block")],
)
def test_controller_count(count, result):
    assert quorum.controller_count(count).result == result
