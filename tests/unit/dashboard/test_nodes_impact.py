"""What a dialog says stops with nodes."""

import json

import pytest

from helion_dashboard import policy
from helion_dashboard.admin.nodes.impact import impact
from helion_dashboard.api import errors
from helion_dashboard.api.ironic import records
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import controllers as controller_records
from helion_dashboard.api.lifecycle import roles as role_records
from helion_dashboard.kit import nodes


def member(number, name, **more):
    return role_records.Member(str(number), name, "deployed", node=f"n-{name}", **more)


CONTROLLERS = role_records.Role(
    "control", "Controller", "controller", members=tuple(member(i, f"c{i}") for i in range(3))
)
COMPUTES = role_records.Role("compute", "Compute", "compute", members=(member(0, "k0"),))


@pytest.fixture
def powered():
    """UUIDs of the nodes whose power is on."""
    return {"n-c0", "n-c1", "n-c2", "n-k0"}


@pytest.fixture
def answers():
    """Whether controllers may be taken down, with a reason, by name."""
    return {}


@pytest.fixture
def ask(make_request, monkeypatch, powered, answers):
    monkeypatch.setattr(policy, "allowed", lambda request, rule: True)
    monkeypatch.setattr(
        lifecycle, "roles", lambda request: role_records.Roles(None, (CONTROLLERS, COMPUTES))
    )

    def controllers(request):
        rows = (
            controller_records.Controller(name, node=f"n-{name}", answer=answer, reasons=reasons)
            for name, (answer, *reasons) in answers.items()
        )
        return controller_records.Controllers(tuple(rows))

    monkeypatch.setattr(lifecycle, "controllers", controllers)

    def sweep(request):
        return [records.Node(uuid, None, "active", power_state="power on") for uuid in powered]

    monkeypatch.setattr(nodes, "sweep", sweep)

    def ask(*idents):
        return json.loads(impact(make_request("/", data={"id": list(idents)})).content)

    return ask


def test_server_and_role_are_named(ask):
    answer = ask("n-c0", "free")
    assert answer["carried"] == {"n-c0": "c0 (Controller)"}
    assert answer["confirm"] == {"n-c0": "c0"}
    assert answer["warnings"] == []


def test_two_of_three_controllers_are_a_loss_of_quorum(ask):
    (warning,) = ask("n-c0", "n-c1")["warnings"]
    assert "1 would keep running" in warning


def test_a_controller_that_is_off_counts(ask, powered):
    powered.discard("n-c2")
    assert len(ask("n-c0")["warnings"]) == 1
    assert ask("n-c2")["warnings"] == []


def test_a_cluster_that_would_stop_is_a_warning(ask, answers):
    answers |= {"c0": ("no", "Galera stops."), "c1": ("no", "Another."), "c2": ("unknown", "?")}
    assert ask("n-c0")["warnings"] == ["c0: Galera stops."]
    assert ask("n-c2")["warnings"] == []


def test_clusters_that_are_not_known_are_a_warning(ask, monkeypatch):
    def fail(request):
        raise errors.Unreachable("node-lifecycle", "It cannot be reached.")

    monkeypatch.setattr(lifecycle, "controllers", fail)
    assert "It cannot be reached." in ask("n-c0")["warnings"][0]
    assert "clusters" not in ask("n-k0")["warnings"][0]


def test_virtual_machines_stop_with_their_host(ask):
    (warning,) = ask("n-k0")["warnings"]
    assert "Virtual machines" in warning


def test_a_service_that_does_not_answer_is_a_warning(ask, monkeypatch):
    def fail(request):
        raise errors.Unreachable("node-lifecycle", "It cannot be reached.")

    monkeypatch.setattr(lifecycle, "roles", fail)
    answer = ask("n-c0")
    assert answer["carried"] == {}
    assert "It cannot be reached." in answer["warnings"][0]


def test_who_may_not_list_nodes_hears_nothing(make_request, monkeypatch):
    monkeypatch.setattr(policy, "allowed", lambda request, rule: False)
    assert impact(make_request("/impact.json")).status_code == 403
