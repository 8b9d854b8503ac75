"""The form of network properties agrees with the documents and with the rules."""

import json

import pytest

from helion_services.eon import network

KINDS = {"text", "number", "words", "choice", "bool", "group", "list"}


def fields(parent):
    for field in parent.get("fields", ()):
        yield field
        yield from fields(field)


def places(field, value):
    """Pairs of a field and a value that a document has for it."""
    if value is None:
        return
    yield field, value
    if field["type"] == "group":
        yield from below(field, value)
    elif field["type"] == "list":
        for row in value:
            yield from below(field, row)


def below(parent, document):
    fields_by_key = {field["key"]: field for field in parent["fields"]}
    left_out = set(document) - set(fields_by_key) - {"type", "pci_id", "profile"}
    assert not left_out, "the form would lose these"
    for key, field in fields_by_key.items():
        yield from places(field, document.get(key))


@pytest.mark.parametrize("profile", network.PROFILES)
class TestForm:
    def test_has_a_field_for_everything_in_its_start(self, profile):
        form = network.form(profile)
        pairs = list(below({"fields": form["sections"]}, form["start"]))
        assert len(pairs) > 30

    def test_its_choices_and_patterns_accept_its_start(self, profile):
        form = network.form(profile)
        for field, value in below({"fields": form["sections"]}, form["start"]):
            if "choices" in field and field["type"] == "choice":
                assert value in [choice["value"] for choice in field["choices"]], field
            if field.get("required"):
                assert value, field

    def test_is_json_and_has_known_kinds_only(self, profile):
        form = json.loads(json.dumps(network.form(profile)))
        parts = [*form["sections"], *(f for section in form["sections"] for f in fields(section))]
        assert {field["type"] for field in parts} <= KINDS
        assert all(field["label"] for field in parts)

    def test_its_choices_are_those_of_the_rules(self, profile):
        """Whatever the form offers, the rules accept; one more they do not."""
        form = network.form(profile)
        teaming = next(
            field
            for section in form["sections"]
            for field in fields(section)
            if field["key"] == "nic_teaming"
        )
        for field in teaming["fields"]:
            for choice in field.get("choices", ()):
                document = form["start"]
                document["portGroups"][1]["nic_teaming"][field["key"]] = choice["value"]
                paths = [fault.path for fault in network.check(network.read(document), profile)]
                assert f"portGroups.1.nic_teaming.{field['key']}" not in paths
