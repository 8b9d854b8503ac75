"""Facts of our own services in words."""

import pytest
from django.utils.translation import gettext_lazy, ngettext_lazy

from helion_dashboard.api import messages
from helion_dashboard.api.lifecycle import plans
from helion_dashboard.api.operations import messages as operations
from helion_dashboard.api.operations import records


@pytest.fixture(autouse=True)
def table(monkeypatch):
    monkeypatch.setattr(messages, "_TABLE", {})
    table = {
        "node-busy": gettext_lazy("Node {node} is busy."),
        "nodes-missing": ngettext_lazy("{count} node is missing.", "{count} nodes are.", "count"),
        "names-taken": ngettext_lazy(
            "Taken: {names}", "{names_count} taken: {names}", "names_count"
        ),
        "blocked": gettext_lazy("Blocked: {reasons}"),
        "own": lambda params: f"Own {params['x']}",
    }
    messages.register(table)
    return table


@pytest.mark.parametrize(
    ("code", "params", "sentence"),
    [
        ("node-busy", {"node": "n1", "later": True}, "Node n1 is busy."),
        ("nodes-missing", {"count": 1}, "1 node is missing."),
        ("nodes-missing", {"count": 3}, "3 nodes are."),
        ("names-taken", {"names": ["a"]}, "Taken: a"),
        ("names-taken", {"names": ["a", "b", "c"]}, "3 taken: a, b and c"),
        ("names-taken", {"names": list("abcdefg")}, "7 taken: a, b, c, d, e and 2 more"),
        ("own", {"x": 1}, "Own 1"),
        ("blocked", {"reasons": [{"code": "node-busy", "params": {"node": "n"}}] * 2},
         "Blocked: Node n is busy. Node n is busy."),
        ("blocked", {"reasons": {"code": "own", "params": {"x": 2}}}, "Blocked: Own 2"),
    ],
)  # fmt: skip
def test_a_fact_in_words(code, params, sentence):
    assert messages.sentence(code, params, "service's own") == sentence


@pytest.mark.parametrize(
    ("code", "params"),
    [
        ("unknown", {}),
        (None, None),
        ("node-busy", {}),
        ("nodes-missing", {}),
        ("own", None),
        ("blocked", {"reasons": [{"code": "unknown", "params": {}}]}),
        ("blocked", {"reasons": {}}),
    ],
)
def test_what_the_table_lacks_is_the_services_own_sentence(code, params):
    assert messages.sentence(code, params, "service's own") == "service's own"


def test_a_code_is_registered_once(table):
    messages.register(table)
    with pytest.raises(ValueError, match="node-busy"):
        messages.register({"node-busy": "x"})


def test_which_parameters_a_sentence_holds():
    assert messages.placeholders("nodes-missing") == {"count"}
    assert messages.placeholders("names-taken") == {"names", "names_count"}
    assert messages.placeholders("node-busy") == {"node"}
    assert messages.placeholders("own") is None
    assert "node-busy" in messages.codes()


def test_a_property_has_its_fact_beside_it():
    fact = {"code": "node-busy", "params": {"node": "n"}}
    assert messages.twin({"title": "Old", "title_fact": fact}, "title") == "Node n is busy."
    assert messages.twin({"title": "Old", "title_fact": None}, "title") == "Old"
    assert messages.twin({"title": None}, "title") == ""
    assert messages.twins(["a", "b"], [fact]) == [
        "Node n is busy.",
        "b",
    ]


def test_operations_and_plans_read_facts():
    fact = {"code": "node-busy", "params": {"node": "n"}}
    step = {"name": "s", "title": "x", "title_fact": fact, "message": "y", "message_fact": fact}
    operation = records.operation(
        {
            "id": "o",
            "kind": "k",
            "title": "x",
            "title_fact": fact,
            "state": "failed",
            "steps": [step],
            "log": [{"at": "2026-11-21T05:00:00Z", "step": "s", "text": "x", "text_fact": fact}],
            "error": {
                **fact,
                "message": "x",
                "left": ["a: b", "c: d"],
                "left_facts": [{"step": fact, "reason": fact}, {"step": None, "reason": None}],
            },
        }
    )
    busy = "Node n is busy."
    assert operation.title == busy
    assert (operation.steps[0].title, operation.steps[0].message) == (busy, busy)
    assert operation.log[0].text == busy
    assert operation.error.message == busy
    assert operation.error.left == (f"{busy}: {busy}", "c: d")
    plan = plans.plan(
        {
            "id": "p",
            "action": "scale_in",
            "title": "x",
            "title_fact": fact,
            "state": "ready",
            "checks": [{"name": "r", "title": "t", "result": "pass", "reason": "x", **fact}],
            "changes": [{**fact, "text": "x"}, {"text": "y"}],
        }
    )
    assert plan.title == busy
    assert (plan.checks[0].title, plan.checks[0].reason, plan.checks[0].code) == (
        "t",
        busy,
        "node-busy",
    )
    assert plan.changes == (busy, "y")
    rows = plans.imported({"nodes": [], "errors": [{"row": 1, "message": "x", **fact}]})
    assert rows.errors[0].message == busy


def test_what_is_away_has_the_time_of_the_user(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    messages.register(operations.MESSAGES)
    params = {
        "reason": {"code": "service-silent", "params": {"service": "Heat"}},
        "since": "2026-01-31T12:03:04.567Z",
        "time": "12:03",
    }
    sentence = messages.sentence("service-away", params)
    assert sentence == "Heat does not answer. Trying again since 13:03."
