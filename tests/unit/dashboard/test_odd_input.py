"""What a browser of ours never sends is refused in a sentence, and never an error of Horizon's."""

import collections
import itertools
import json
import traceback

import pytest
from django import forms
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError

from helion_dashboard.admin.overcloud import fields
from helion_dashboard.api import errors, short_cache, wire
from helion_dashboard.api.endpoint_probe import Health
from helion_dashboard.kit import json_text, live
from helion_dashboard.project.service_catalog import health as checks

from .addresses import addresses
from .small_cloud import NODE

pytestmark = pytest.mark.slow

DEEP, LONG = 20_000, "9" * 5000
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
BODIES = {
    "deep list": (JSON, "[" * DEEP),
    "deep object": (JSON, '{"a":' * DEEP),
    "deep ids": (JSON, '{"action": "a", "ids": ' + "[" * DEEP + "]" * DEEP + "}"),
    "null": (JSON, "null"),
    "list": (JSON, "[]"),
    "text": (JSON, '"text"'),
    "nothing": (JSON, ""),
    "long number": (JSON, f'{{"action": {LONG}, "ids": [{LONG}], "mgmt_trunk": {LONG}}}'),
    "not a number": (JSON, '{"action": NaN, "ids": [Infinity], "network_properties": -Infinity}'),
    "half a pair": (
        JSON,
        r'{"action": "\ud800", "ids": ["\ud800"], "profile": "\ud800", "network_properties": {},'
        r' "mgmt_trunk": "\ud800", "cloud_trunks": []}',
    ),
    "odd types": (JSON, '{"action": [], "ids": {}, "inputs": 5, "profile": {}, "resource": []}'),
    "no UTF-8": (JSON, b'{"action": "\xff\xfe"}'),
    "odd key": (FORM, "key=%E2%98%83&do=&port=x&trust=x&name=%00&count=" + LONG),
    "lines in the key": (FORM, "key=a%0D%0Ab&trust=x&port=99999999&ip_address=%00&ports-TOTAL=x"),
    "long fields": (FORM, f"key={LONG}&server={LONG}&driver={LONG}&address={LONG}&nodes={LONG}"),
    "broken file": (MULTIPART, "--x\r\nContent-Disposition: form-data; name=text"),
    "a form": (MULTIPART, "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--"),
    "odd port": (FORM, "ip_address=vc.test&port=99999999&trust=x&username=a&password=b&do="),
}
IDENTS = ("a" * 300, LONG, "☃", "a b", NODE)
QUERIES = (
    "q=%00&after=%00&resource=%00&sort=%00&tab=%00&profile=%00&driver=%00&plan=%00&layout=%00",
    "q=%ED%A0%80&before=%ED%A0%80&resource=%ED%A0%80&profile=%ED%A0%80&driver=%ED%A0%80",
    f"q={LONG}&page={LONG}&after={LONG}&resource={LONG}&plan={LONG}&rack={LONG}&open={LONG}",
)
BODIES_READ = [a for a in addresses() if not a.route.endswith((".json", ".yaml", "openrc"))]


@pytest.fixture(autouse=True)
def _pages(pages_alone):
    yield
    short_cache.forget(())


def status(address, request, ident):
    """What the user gets; raises what would be an error 500."""
    try:
        if request.method == "POST":
            request.POST  # noqa: B018  Django's own check of the form reads it first
        return address.view(request, **address.kwargs(ident)).status_code
    except (BadRequest, SuspiciousOperation, MultiPartParserError):
        return 400  # Django answers so
    except KeyError as exc:
        frames = traceback.extract_tb(exc.__traceback__)
        # A record that needs more than the canned answer has; no service answers like this.
        if not any("/helion_dashboard/api/" in frame.filename for frame in frames):
            raise
        return 502


@pytest.mark.parametrize("address", BODIES_READ, ids=lambda address: address.name)
def test_odd_bodies(address, signed_in):
    for name, (kind, content) in BODIES.items():
        for headers in ({}, {"X-Requested-With": "XMLHttpRequest"}):
            request = signed_in(
                address.path(NODE), "post", data=content, content_type=kind, headers=headers
            )
            assert status(address, request, NODE) != 500, name


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.name)
def test_odd_addresses(address, signed_in, monkeypatch):
    monkeypatch.setattr(checks, "of_groups", lambda *args: collections.defaultdict(Health))
    for ident, query in itertools.product(IDENTS, ("", *QUERIES)):
        request = signed_in(f"{address.path(NODE)}?complete=1&{query}")
        assert status(address, request, ident) != 500, (ident, query)


@pytest.mark.parametrize(
    "text", ["[" * DEEP, "[" * DEEP + "]" * DEEP, r'"\ud800"', "NaN", "[-Infinity]", LONG, "{"]
)
def test_json_that_cannot_be_sent_on_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        json_text.parse(text)


def test_other_json_is_read():
    document = {"a": [1, 2.5, None, "☃ 😀"], "b": {}}
    assert json_text.parse(json.dumps(document)) == document


@pytest.mark.parametrize("key", ["☃", "a\r\nb", "a b", "x" * 256])
def test_a_key_that_no_page_made_is_not_sent(request_, key):
    with pytest.raises(errors.Invalid, match="key"):
        wire.Wire("baremetal").post(request_, "/v1/nodes", {}, key)


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_a_query_that_no_service_reads_is_not_sent(request_, text):
    with pytest.raises(errors.Invalid, match="character"):
        wire.Wire("baremetal").get(request_, "/v1/nodes", {"marker": text})


@pytest.mark.parametrize("ident", [LONG, "a" * 256, "../x", "☃", ""])
def test_what_cannot_be_an_id_does_not_exist(ident):
    with pytest.raises(errors.NotFound) as caught:
        wire.segment("baremetal", ident)
    assert len(caught.value.reason) < 120


@pytest.mark.parametrize("number", [LONG, "1e999999", "-1e999999"])
def test_a_number_that_is_too_large_to_write(number):
    with pytest.raises(forms.ValidationError):
        fields.NumberField().clean(number)
    assert fields.NumberField().clean("12") == 12


@pytest.mark.parametrize("status_code", [400, 414, 422])
def test_what_a_service_refuses_is_no_failure_of_it(request_, requests_mock, status_code):
    requests_mock.get("http://bm.test:6385/v1/nodes", status_code=status_code, json={})

    @live.live
    def view(request):
        return wire.Wire("baremetal").get(request, "/v1/nodes")

    assert view(request_).status_code == 400
