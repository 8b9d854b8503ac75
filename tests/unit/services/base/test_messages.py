"""Sentences with a machine form."""

import json

import pytest

from helion_services.base.messages import Message, listing


def test_a_message_has_a_sentence_and_a_fact():
    message = Message("nodes-missing", "{count} of {names} are missing.", count=2, names=("a", "b"))
    assert message.detail == str(message) == "2 of a and b are missing."
    assert message.fact() == {"code": "nodes-missing", "params": {"count": 2, "names": ["a", "b"]}}
    assert json.loads(json.dumps(message.as_json()))["detail"] == message.detail


def test_reasons_are_messages_too():
    reasons = [Message("locked", "{node} is locked.", node=name) for name in ("a", "b")]
    message = Message("failed", "It failed. {reasons}", reasons=reasons)
    assert message.detail == "It failed. a is locked. b is locked."
    assert message.fact()["params"]["reasons"][1] == {"code": "locked", "params": {"node": "b"}}
    assert message == Message("failed", "It failed: {reasons}", reasons=reasons)
    assert message != Message("failed", "It failed. {reasons}", reasons=reasons[:1])


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        ("abcdef", "a, b, c, d, e and f"),
        ("abcdefg", "a, b, c, d, e and 2 more"),
    ],
)
def test_lists_in_words(names, words):
    assert listing(names) == words
