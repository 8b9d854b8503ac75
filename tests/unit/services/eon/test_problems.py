"""Problems in both forms: the common one, and that of HPE's service."""

import json

import pytest

from helion_services.base.messages import Message
from helion_services.eon import network, problems, states
from helion_services.eon.api import wire

COMMON = {"HTTP_ACCEPT": "application/problem+json, application/json"}
HPE = {"HTTP_ACCEPT": "application/json"}
BROKEN = {"switches": [{"name": "A", "mtu": "9"}]}


def answer(problem, environ):
    """Status, content type and body."""
    response = wire.refuse(problem, {"PATH_INFO": "/v2/resources/c-1", **environ})
    return response.status_code, response.content_type, json.loads(response.get_data())


def invalid_network():
    return problems.network_invalid("c-1", network.check(network.read(BROKEN)))


@pytest.mark.parametrize(
    ("problem", "status", "code", "hpe"),
    [
        (
            lambda: problems.invalid_state("imported", [states.ACTIVATED, states.PROVISIONED]),
            409,
            "invalid-state",
            "Invalid state 'imported' observed. expected : ['activated', 'provisioned']",
        ),
        (
            lambda: problems.address_taken("192.0.2.1"),
            422,
            "vcenter-address-taken",
            "Registering resource manager failed. Reason: '(resource_manager) by ip_address"
            " (192.0.2.1) already exists.'",
        ),
        (
            lambda: problems.vms_running("c-1", "Compute-A", ["vm-1"]),
            409,
            "vms-running",
            "Failed to deactivate resource c-1, Reason: VMs already running in the compute",
        ),
        (
            lambda: problems.unfit("c-1", [Message("cluster-no-hosts", "No hosts.")]),
            409,
            "cluster-unfit",
            "Failed to activate resource c-1, Reason: No hosts.",
        ),
    ],
)
class TestForms:
    def test_problem_details_have_the_true_status(self, problem, status, code, hpe):
        answered, content_type, body = answer(problem(), COMMON)
        assert (answered, content_type) == (status, "application/problem+json")
        assert (body["status"], body["code"]) == (status, code)
        assert "error_message" not in body
        assert "Reason: " not in body["detail"]

    def test_hpes_client_gets_400_and_its_sentence(self, problem, status, code, hpe):
        answered, content_type, body = answer(problem(), HPE)
        assert (answered, content_type) == (400, "application/json")
        assert json.loads(body["error_message"]) == {
            "code": 400,
            "title": "Bad Request",
            "description": hpe,
        }

    def test_without_accept_it_is_a_sentence(self, problem, status, code, hpe):
        assert answer(problem(), {})[2]["error_message"] == hpe


def test_faults_of_a_network_are_facts_by_path():
    status, _, body = answer(invalid_network(), COMMON)
    assert (status, body["code"]) == (422, "network-invalid")
    facts = body["error_facts"]["switches.0.mtu"]
    assert [fact["code"] for fact in facts] == ["network-switch-mtu"]
    assert facts[0]["params"]["mtu"] == "9"


def test_hpes_client_reads_paths_as_before():
    _, _, body = answer(invalid_network(), {})
    assert body["error_message"].startswith("Failed to activate resource c-1, Reason: portGroups: ")
    problem = problems.NetworkInvalid(
        [network.Fault("portGroups.1.vlan", Message("network-x", "Wrong."))], "Reason: "
    )
    assert answer(problem, {})[2]["error_message"] == "Reason: portGroups[1].vlan: Wrong."
