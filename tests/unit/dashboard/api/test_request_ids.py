"""One id for all calls that Horizon makes for one request."""

import re

from helion_dashboard.api import scopes, wire
from helion_dashboard.api.concurrently import gather

_BROWSER = "req-0d2b4f3a-3b6e-4f3c-9d57-1f0a3c1b2d4e"


def _ids(mock):
    return [call.headers.get("X-OpenStack-Request-ID") for call in mock.request_history]


def test_all_calls_of_a_request_have_one_id_and_those_of_the_next_another(
    make_request, requests_mock
):
    requests_mock.get("http://id.test/v3/x", json={})
    requests_mock.get("http://id.test/v3/y", json={})
    ids = []
    for _number in range(2):
        request = make_request(HTTP_X_OPENSTACK_REQUEST_ID=_BROWSER)
        identity = wire.Wire("identity")
        gather(lambda: identity.get(request, "/x"), lambda: identity.get(request, "/x"))  # noqa: B023
        scopes.project_session(request).get("http://id.test/v3/y")  # as the services' own clients
        ids.append(_ids(requests_mock))
        requests_mock.reset_mock()
    (first,), (second,) = map(set, ids)
    assert [len(each) for each in ids] == [3, 3]
    assert len({first, second, _BROWSER}) == 3
    assert re.fullmatch(r"req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", first)


def test_a_change_leaves_a_line_that_leads_to_the_service(make_request, requests_mock, caplog):
    caplog.set_level("INFO", "helion_dashboard")
    requests_mock.get("http://id.test/v3/x", json={})
    requests_mock.post("http://id.test/v3/x", headers={"X-Openstack-Request-Id": _BROWSER}, json={})
    request = make_request()
    identity = wire.Wire("identity")
    identity.get(request, "/x")
    assert not caplog.records
    identity.post(request, "/x", {"password": "secret"})
    (line,) = caplog.messages
    own = requests_mock.last_request.headers["X-OpenStack-Request-ID"]
    assert line == f"[{own} {_BROWSER}] POST /x of identity by user {request.user.id}: 200"
