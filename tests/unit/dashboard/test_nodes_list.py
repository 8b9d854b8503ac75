"""How the list asks Ironic: what goes to Ironic itself, and what needs a sweep."""

import uuid
from unittest import mock

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import override_settings

from helion_dashboard import policy
from helion_dashboard.admin.nodes.listing import Nodes
from helion_dashboard.api import errors, short_cache
from helion_dashboard.api.ironic import client as ironic_client
from helion_dashboard.api.ironic import records as ironic_records
from helion_dashboard.kit import nodes


def node(name, state="available", **more):
    ident = str(uuid.uuid5(uuid.NAMESPACE_DNS, name))
    return ironic_records.Node(uuid=ident, name=name, provision_state=state, **more)


@pytest.fixture
def ironic(monkeypatch):
    calls = mock.Mock()
    for name in ("list_nodes", "all_nodes", "find_node", "find_port"):
        double = mock.create_autospec(getattr(ironic_client, name))
        monkeypatch.setattr(ironic_client, name, double)
        calls.attach_mock(double, name)
    calls.find_node.return_value = None
    calls.list_nodes.return_value = ([], False)
    calls.all_nodes.return_value = []
    short_cache.forget(())
    with override_settings(HELION_DASHBOARD={"PAGE_SIZE": 3}):
        yield calls


def page(request, text=""):
    request.GET = QueryDict(text)
    return Nodes(request).page


def test_the_first_page_is_one_call(request_, ironic):
    rows = [node("a"), node("b")]
    ironic.list_nodes.return_value = (rows, True)
    shown = page(request_, "state=available&maintenance=true&class=big&desc=1")
    assert (list(shown.records), shown.later, shown.earlier) == (rows, True, False)
    assert ironic.mock_calls[-1:] == [
        mock.call.list_nodes(
            request_,
            limit=3,
            marker="",
            sort_key="name",
            sort_dir="desc",
            provision_state="available",
            maintenance="true",
            resource_class="big",
        )
    ]


def test_backwards_is_the_same_order_from_the_other_end(request_, ironic):
    a, b, c = node("a"), node("b"), node("c")
    ironic.list_nodes.return_value = ([c, b, a], True)
    shown = page(request_, "sort=uuid&before=x")
    assert list(shown.records) == [a, b, c]
    assert (shown.earlier, shown.later) == (True, True)
    assert ironic.list_nodes.call_args.kwargs["sort_dir"] == "desc"


@pytest.mark.parametrize("may_act", [True, False])
def test_who_may_do_nothing_has_nothing_to_select(request_, ironic, monkeypatch, may_act):
    ironic.list_nodes.return_value = ([node("a")], False)
    monkeypatch.setattr(
        policy, "allowed", lambda request, rule: may_act or rule == "undercloud:see"
    )
    request_.GET = QueryDict("")
    context = {"list": Nodes(request_)}
    html = render_to_string("helion_dashboard/_list.html", context, request_)
    assert ">a</a>" in html
    for part in ('type="checkbox"', "data-menu aria-haspopup", 'id="helion-bulk"'):
        assert (part in html) is may_act


@pytest.mark.parametrize("desc", ["", "&desc=1"])
def test_nodes_without_a_name_are_not_lost(request_, ironic, desc):
    nameless = ironic_records.Node(str(uuid.uuid4()), None, "enroll")
    rows = [node("c"), nameless, node("b")]
    ironic.list_nodes.return_value = ([nameless], True)
    ironic.all_nodes.return_value = rows
    shown = page(request_, f"sort=name{desc}")
    names = [None, "b", "c"]
    assert [n.name for n in shown.records] == (names[::-1] if desc else names)


def test_back_at_the_beginning_the_page_is_a_full_one(request_, ironic):
    a, b, c = node("a"), node("b"), node("c")
    ironic.list_nodes.side_effect = [([a], False), ([a, b, c], True)]
    shown = page(request_, "sort=uuid&before=b")
    assert (shown.records, shown.earlier, shown.later) == ([a, b, c], False, True)


@pytest.mark.parametrize("status", [400, 404])
def test_a_lost_place_is_the_beginning_and_a_sentence(request_, ironic, status):
    ironic.list_nodes.side_effect = [
        errors.of_status("baremetal", status, "?"),
        ([node("a")], False),
    ]
    shown = page(request_, "sort=uuid&after=nonsense")
    assert [n.name for n in shown.records] == ["a"]
    assert shown.notices[0].problem


def test_a_failure_without_a_marker_is_one(request_, ironic):
    ironic.list_nodes.side_effect = errors.Unreachable("baremetal", "gone")
    with pytest.raises(errors.Unreachable):
        page(request_)


def test_an_exact_name_is_asked_for_directly(request_, ironic):
    ironic.find_node.return_value = node("web")
    shown = page(request_, "q=web")
    assert [n.name for n in shown.records] == ["web"]
    assert shown.notices[0].link.url == "?q=web&sort=name&part=1"
    assert not ironic.all_nodes.called


def test_an_unknown_uuid_needs_no_sweep(request_, ironic):
    assert not page(request_, f"q={uuid.uuid4()}").records
    assert not ironic.all_nodes.called


@pytest.mark.parametrize("text", ["94-18-82-00-00-01", "9418.8200.0001", "941882000001"])
def test_a_mac_finds_its_node(request_, ironic, text):
    ironic.find_port.return_value = ironic_records.Port("p", "n", "94:18:82:00:00:01")
    ironic.find_node.return_value = node("web")
    shown = page(request_, f"q={text}")
    assert [n.name for n in shown.records] == ["web"]
    assert "94:18:82:00:00:01" in shown.notices[0].text
    assert ironic.find_port.call_args.args[1] == "94:18:82:00:00:01"


def test_digits_that_no_port_has_may_be_part_of_a_name(request_, ironic):
    ironic.find_port.return_value = None
    ironic.all_nodes.return_value = [node("compute-941882000001-a")]
    shown = page(request_, "q=941882000001")
    assert [n.name for n in shown.records] == ["compute-941882000001-a"]
    assert not page(request_, "q=9418.8200.0001").records


def test_a_direct_find_still_passes_the_other_filters(request_, ironic):
    ironic.find_node.return_value = node("web", "active")
    assert not page(request_, "q=web&state=available").records


def test_a_part_of_a_name_is_one_sweep_however_often_it_is_asked(request_, ironic):
    ironic.all_nodes.return_value = [node(f"web{i}") for i in range(5)] + [node("db")]
    first = page(request_, "q=WEB")
    second = page(request_, f"q=WEB&after={first.records[-1].uuid}")
    assert [n.name for n in first.records] == ["web0", "web1", "web2"]
    assert (first.earlier, first.later) == (False, True)
    assert [n.name for n in second.records] == ["web3", "web4"]
    assert (second.earlier, second.later) == (True, False)
    back = page(request_, f"q=WEB&before={second.records[0].uuid}")
    assert back.records == first.records
    assert ironic.all_nodes.call_count == 1


def test_a_sweep_is_never_shared_between_users(make_request, ironic):
    from .conftest import make_user

    page(make_request(user=make_user("alice")), "q=a")
    page(make_request(user=make_user("bob")), "q=a")
    assert ironic.all_nodes.call_count == 2


def test_after_an_action_the_sweep_is_made_anew(request_, ironic):
    page(request_, "q=a")
    nodes.forget_sweeps(request_)
    page(request_, "q=a")
    assert ironic.all_nodes.call_count == 2


def test_all_that_failed_are_found_whatever_their_state(request_, ironic):
    ironic.all_nodes.return_value = [
        node("a", "clean failed"),
        node("b", "error"),
        node("c", "active", fault="power failure"),
        node("d"),
    ]
    assert [n.name for n in page(request_, "state=is:failed").records] == ["a", "b", "c"]


def test_the_summary_counts_everything(request_, ironic):
    ironic.all_nodes.return_value = [
        node("a", "clean failed", maintenance=True),
        node("b", "cleaning"),
        node("c", power_state="power on"),
        node("d", power_state="power on"),
    ]
    counts = nodes.summary(request_)
    assert (counts.total, counts.failed, counts.moving, counts.maintenance) == (4, 1, 1, 1)
    assert {s.name: n for s, n in counts.states} == {
        "clean failed": 1,
        "cleaning": 1,
        "available": 2,
    }
    assert [n for _label, n in counts.power] == [2, 2]
