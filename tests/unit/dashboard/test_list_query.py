import pytest
from django.http import QueryDict

from helion_dashboard.kit.list_query import Column, Facet, ListQuery

COLUMNS = (Column("name", "Name", "name"), Column("state", "State", "st"), Column("x", "X"))
FACETS = (Facet("state", "State", (("on", "On"), ("off", "Off"))), Facet("class", "Class"))


def parse(text, **more):
    return ListQuery.parse(QueryDict(text), COLUMNS, FACETS, **more)


def test_the_first_sortable_column_is_the_default():
    query = parse("")
    assert (query.sort, query.descending, query.problems) == ("name", False, ())


def test_a_list_may_begin_with_its_newest():
    query = parse("", default="-st")
    assert (query.sort, query.descending, query.problems) == ("st", True, ())
    assert parse(query.url()[1:], default="-st") == query
    query = parse("sort=st", default="-st")
    assert (query.sort, query.descending) == ("st", False)


def test_everything_in_the_url_is_read():
    query = parse("q=+web+&state=on&class=big&sort=st&desc=1&after=7&part=1")
    assert query.text == "web"
    assert query.facets == {"state": "on", "class": "big"}
    assert (query.sort, query.descending, query.after, query.part) == ("st", True, "7", True)


@pytest.mark.parametrize("text", ["state=broken", "sort=password", "state=%00&sort=%F0%9F"])
def test_nonsense_is_left_out_and_said(text):
    query = parse(text)
    assert query.facets == {}
    assert query.sort == "name"
    assert query.problems


def test_its_url_reads_back_as_itself():
    query = parse("q=a%26b&state=on&sort=st&desc=1&after=7")
    assert parse(query.url(after="7")[1:]) == query


def test_a_changed_filter_begins_at_page_one():
    query = parse("after=7")
    assert "after" not in query.url(text="x")
    assert "after" not in query.url(facets={"state": "on"})


def test_a_facet_can_be_taken_away():
    assert "state" not in parse("state=on").url(facets={})


def test_headings_turn_the_order_round():
    name, state, unsortable = parse("sort=name").headings(COLUMNS)
    assert (name[2], "desc=1" in name[1]) == ("ascending", True)
    assert (state[2], "sort=st" in state[1]) == ("", True)
    assert unsortable[1] == ""
