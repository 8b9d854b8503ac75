"""Typed requests, and those of earlier releases."""

import dataclasses

import pytest

from helion_services.base.operations import Kind, Request


@dataclasses.dataclass(frozen=True)
class Drain(Request):
    hosts: list
    force: bool = False


KIND = Kind("tests", "drain", steps=lambda request: [], request=Drain)


def test_a_dumped_request_can_be_loaded():
    request = Drain(["compute-0"], force=True)
    assert KIND.dump(request) == {"hosts": ["compute-0"], "force": True}
    assert KIND.load(KIND.dump(request)) == request


def test_fields_that_a_stored_request_lacks_have_their_defaults():
    assert KIND.load({"hosts": ["compute-0"]}) == Drain(["compute-0"], force=False)


def test_keys_of_earlier_releases_are_ignored():
    assert KIND.load({"hosts": [], "watched": {"nodes": 3}}) == Drain([])


def test_a_field_without_a_default_must_be_there():
    with pytest.raises(TypeError, match="hosts"):
        KIND.load({"force": True})


def test_a_stored_request_stays_as_it_is():
    assert KIND.dump({"hosts": ["compute-0"]}) == {"hosts": ["compute-0"]}


def test_kinds_without_a_class_have_dicts():
    plain = Kind("tests", "plain", steps=lambda request: [])
    assert plain.load({"n": 1}) == {"n": 1}
