"""Calls of operations while a service is away."""

from unittest import mock

import pytest
from keystoneauth1 import exceptions as keystoneauth
from keystoneauth1.adapter import Adapter

from helion_services.base import cloud_errors
from helion_services.base.operations import patience
from helion_services.base.operations.patience import PatientAdapter, PatientClouds, patiently
from helion_services.base.operations.work import Abandoned, Cancelled
from helion_services.base.problems import Unavailable
from tests.unit.services.operations import kinds

LOCKED = "Node n is locked by host c1, please retry after the current operation is completed."


def faults():
    """What a service answers, or does not, while it is away, and the sentence about that."""
    return [
        (keystoneauth.ConnectFailure("refused"), "Ironic cannot be reached."),
        (keystoneauth.UnknownConnectionError("reset", None), "Ironic cannot be reached."),
        (keystoneauth.DiscoveryFailure("none"), "Ironic cannot be reached."),
        (keystoneauth.ConnectTimeout("late"), "Ironic does not answer."),
        (keystoneauth.InternalServerError("Broken"), "Ironic failed: Broken."),
        (keystoneauth.BadGateway("Broken"), "Ironic failed: Broken."),
        (keystoneauth.ServiceUnavailable("Broken"), "Ironic failed: Broken."),
        (keystoneauth.GatewayTimeout("Broken"), "Ironic failed: Broken."),
        (keystoneauth.TooManyRequests("Slow"), "Ironic refused the request: Slow."),
    ]


class Work:
    """Work without time and database.

    :ivar slept: the pauses
    :ivar shown: messages of what it waits for, None when that is over
    :ivar ends: raised by the next look at whether it is cancelled
    """

    id, poll = "op-1", 1.0

    def __init__(self):
        self.slept, self.log, self.ends = [], [], None
        self.shown = []

    def check(self):
        if self.ends:
            raise self.ends

    def sleep(self, seconds):
        self.slept.append(seconds)

    def say(self, message):
        self.log.append(str(message))

    def hold_up(self, message):
        self.shown.append(message)

    def go_on(self):
        self.shown.append(None)


@pytest.fixture
def work():
    return Work()


def api(*answers):
    """An adapter for Ironic whose answers these are, one after the other."""
    for answer in answers:
        if isinstance(answer, Exception):
            cloud_errors.mark(answer, "undercloud_system", "baremetal")
    double = mock.create_autospec(Adapter, instance=True)
    for verb in ("get", "head", "put", "patch", "delete", "post"):
        getattr(double, verb).side_effect = answers
    return double


@pytest.mark.parametrize("verb", ["get", "head", "put", "patch", "delete"])
@pytest.mark.parametrize(("fault", "sentence"), faults())
def test_a_request_is_repeated_while_the_service_is_away(work, verb, fault, sentence):
    ironic = api(fault, fault, "done")
    assert getattr(PatientAdapter(work, ironic), verb)("/v1/nodes/n", json={"a": 1}) == "done"
    assert getattr(ironic, verb).mock_calls == [mock.call("/v1/nodes/n", json={"a": 1})] * 3
    assert work.log == [f"{sentence} Trying again for two minutes."]
    assert work.slept == [1.0, 1.0]
    waiting, over = work.shown
    assert str(waiting).startswith(f"{sentence} Trying again since ")
    assert waiting.fact()["params"]["reason"]["params"]["service"] == "Ironic"
    assert over is None


@pytest.mark.parametrize(
    "error",
    [
        keystoneauth.NotFound(),
        keystoneauth.Conflict("busy"),
        keystoneauth.BadRequest(),
        keystoneauth.Unauthorized(),
        keystoneauth.HttpNotImplemented(),
        keystoneauth.EndpointNotFound(),
        keystoneauth.SSLError(),
    ],
)
def test_a_refusal_is_no_absence(work, error):
    with pytest.raises(type(error)):
        PatientAdapter(work, api(error)).get("/")
    with pytest.raises(Unavailable):
        patiently(work, lambda: api(error).get("/"))
    assert (work.slept, work.log, work.shown) == ([], [], [])


def test_a_post_is_repeated_only_after_a_look(work):
    away = keystoneauth.ConnectFailure("reset")
    with pytest.raises(keystoneauth.ConnectFailure):
        PatientAdapter(work, api(away, "done")).post("/v1/nodes")
    ironic = api(away, "done")
    assert patiently(work, lambda: ironic.post("/v1/nodes")) == "done"


def test_it_ends(work, monkeypatch):
    monkeypatch.setattr(patience, "PATIENCE", -1)
    ironic = api(*[keystoneauth.ConnectFailure("refused")] * 3)
    with pytest.raises(Unavailable) as raised:
        # The loop around it does not begin anew.
        patiently(work, lambda: PatientAdapter(work, ironic).get("/"))
    assert raised.value.detail == "Ironic cannot be reached."
    assert ironic.get.call_count == 2


def test_it_waits_as_long_as_the_service_asks(work):
    PatientAdapter(work, api(keystoneauth.TooManyRequests(retry_after=7), "done")).get("/")
    PatientAdapter(work, api(keystoneauth.ServiceUnavailable(retry_after=999), "done")).get("/")
    assert work.slept[0] == 7
    assert work.slept[1] <= patience.PATIENCE


@pytest.mark.parametrize("end", [Cancelled, Abandoned])
def test_it_ends_with_the_operation(work, end):
    work.ends = end
    with pytest.raises(end):
        PatientAdapter(work, api(keystoneauth.ConnectFailure("refused"))).get("/")


def test_a_locked_node_is_waited_for_without_a_word(work, monkeypatch):
    assert PatientAdapter(work, api(keystoneauth.Conflict(LOCKED), "done")).patch("/") == "done"
    assert (work.log, work.shown) == ([], [])
    monkeypatch.setattr(patience, "PATIENCE", -1)
    with pytest.raises(keystoneauth.Conflict):
        PatientAdapter(work, api(*[keystoneauth.Conflict(LOCKED)] * 2)).patch("/")


def test_what_fails_while_a_node_is_locked_is_told(work):
    locked, away = keystoneauth.Conflict(LOCKED), keystoneauth.ConnectFailure("refused")
    assert PatientAdapter(work, api(locked, away, "done")).patch("/") == "done"
    assert len(work.log) == 1
    assert len(work.shown) == 2


def test_the_clouds_of_an_operation_are_patient(engine):
    engine.runtime.clouds = mock.Mock(spec_set=["has", "adapter"])
    work = engine.work(engine.begin(kinds.kind(engine)))
    assert isinstance(work.clouds, PatientClouds)
    engine.runtime.clouds.has.return_value = True
    assert work.clouds.has("overcloud")
    assert isinstance(work.clouds.adapter("undercloud", "compute", region="x"), PatientAdapter)
    engine.runtime.clouds.adapter.assert_called_once_with("undercloud", "compute", region="x")
