"""What the services of the clouds answer, and the sentence that becomes of it."""

import json

import pytest
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors, reasons
from helion_services.base.messages import Message
from tests.contract import texts_of_services
from tests.unit.services.base.test_clouds import KEYSTONE, NOVA, clouds, keystone  # noqa: F401

LOCKED = "Node 1be26c0b-03f2-4d2e-ae87-c02d7f33c123 is locked by host c1"
IRONIC = {"faultcode": "Client", "faultstring": LOCKED, "debuginfo": None}
PAGE = """<html>
 <head><title>409 Conflict</title></head>
 <body>
  <h1>409 Conflict</h1>
  Image status transition from saving to queued is not allowed.<br /><br />
 </body>
</html>"""
UNPARSED = texts_of_services.UNPARSED


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"error_message": json.dumps(IRONIC)}, f"{LOCKED}."),
        ({"error_message": IRONIC}, f"{LOCKED}."),
        ({"error_message": json.dumps({"error_message": json.dumps(IRONIC)})}, f"{LOCKED}."),
        ({"faultcode": "Server", "faultstring": "No luck.", "debuginfo": None}, "No luck."),
        ({"conflictingRequest": {"code": 409, "message": "Vm is busy"}}, "Vm is busy."),
        (
            {"NeutronError": {"type": "IpInUse", "message": "The IP is in use.", "detail": ""}},
            "The IP is in use.",
        ),
        ({"NeutronError": "Policy check failed"}, "Policy check failed."),
        (
            {
                "code": 400,
                "error": {"message": "Updating a stack when it is suspended is not supported.",
                          "traceback": None, "type": "NotSupported"},
                "explanation": "The server could not comply with the request since it is wrong.",
                "title": "Bad Request",
            },
            "Updating a stack when it is suspended is not supported.",
        ),
        (
            {"errors": [{"status": 409, "title": "Conflict", "request_id": "req-1", "detail":
                         "There was a conflict when trying to complete your request.\n\n"
                         " Unable to allocate inventory.  "}]},
            "Unable to allocate inventory.",
        ),
        ({"error": {"code": 401, "title": "Unauthorized", "message": "Log in."}}, "Log in."),
        ({"versions": []}, ""),
        (PAGE, "Image status transition from saving to queued is not allowed."),
        ("upstream is away", "upstream is away."),
        ("{no JSON", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_reason_in_a_body(body, sentence):
    assert reasons.of_body(body if isinstance(body, str) else json.dumps(body)) == sentence


@pytest.mark.parametrize(("text", "sentence"), texts_of_services.ANY)
def test_what_only_a_program_can_read_is_left_out(text, sentence):
    assert reasons.sentence(text) == sentence


@pytest.mark.parametrize(("text", "sentence"), texts_of_services.OF_A_NODE)
def test_why_a_node_failed(text, sentence):
    assert reasons.of_node(text) == sentence


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (keystoneauth.ConnectFailure("http://a"), "service-unreachable", "Heat cannot be reached."),
        (keystoneauth.UnknownConnectionError("x", None), "service-unreachable",
         "Heat cannot be reached."),
        (keystoneauth.ConnectTimeout("http://a"), "service-silent", "Heat does not answer."),
        (keystoneauth.SSLError("http://a"), "service-certificate",
         "Heat has a certificate that cannot be verified."),
        (keystoneauth.EndpointNotFound("http://a"), "service-not-in-catalog",
         "Heat is not in the service catalog."),
        (keystoneauth.InternalServerError(request_id="req-1"), "service-broken",
         "Heat failed with an internal error (HTTP 500). See its log."),
        (keystoneauth.BadRequest("No such role"), "service-refused",
         "Heat refused the request: No such role."),
        (keystoneauth.BadRequest(UNPARSED), "service-refused",
         "Heat refused the request: HTTP 400."),
        (keystoneauth.InternalServerError("The database is locked"), "service-failed",
         "Heat failed: The database is locked."),
        (keystoneauth.InternalServerError(
            "Unexpected API Error. Please report this at http://bugs.launchpad.net/nova/\n"
            "<class 'neutronclient.common.exceptions.ConnectionFailed'>"),
         "service-broken", "Neutron failed with an internal error (HTTP 500). See its log."),
    ],
)  # fmt: skip
def test_an_error_names_the_service_and_its_reason(error, code, sentence):
    message = cloud_errors.message(error, "orchestration")
    assert (message.code, message.detail) == (code, sentence)
    cloud_errors.mark(error, "undercloud", "orchestration")
    assert cloud_errors.cause(error) == message


def test_other_exceptions_keep_their_own_words():
    assert cloud_errors.cause(ValueError("no")) == "no"
    assert cloud_errors.cause(ValueError(Message("a", "A"))).code == "a"


def test_the_adapter_names_who_failed(file, text, keystone):  # noqa: F811
    undercloud = clouds(file, text, region_name="two")
    nova = undercloud.adapter("undercloud", "compute")
    keystone.get(f"{NOVA}/two/servers", status_code=404, json={"itemNotFound": {"message": "No"}})
    with pytest.raises(keystoneauth.NotFound) as caught:
        nova.get("/servers")
    assert cloud_errors.cause(caught.value).detail == "Nova refused the request: No."


def test_a_failed_login_is_not_blamed_on_the_service(file, text, keystone):  # noqa: F811
    import requests

    keystone.post(f"{KEYSTONE}/auth/tokens", exc=requests.exceptions.ConnectionError("refused"))
    nova = clouds(file, text, region_name="two").adapter("undercloud", "compute")
    with pytest.raises(keystoneauth.ConnectFailure) as caught:
        nova.get("/servers")
    assert cloud_errors.cause(caught.value).detail == "Keystone cannot be reached."
