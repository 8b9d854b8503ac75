"""Moments and path segments, as all services write and take them."""

import datetime

import pytest

from helion_dashboard.api import errors, wire_text


@pytest.mark.parametrize(
    "text", ["2026-11-21T05:00:00Z", "2026-11-21T05:00:00", "2026-11-21T06:00:00+01:00"]
)
def test_a_moment_knows_its_zone(text):
    assert wire_text.moment(text) == datetime.datetime(2026, 11, 21, 5, tzinfo=datetime.UTC)


@pytest.mark.parametrize("text", [None, "", "yesterday"])
def test_no_moment(text):
    assert wire_text.moment(text) is None


def test_a_segment_names_the_service_that_has_no_such_thing():
    assert wire_text.segment("baremetal", "rack1-u10.x~y_z") == "rack1-u10.x~y_z"
    with pytest.raises(errors.NotFound) as caught:
        wire_text.segment("baremetal", "../x")
    assert (caught.value.service, caught.value.status) == ("baremetal", 404)
