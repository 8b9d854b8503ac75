"""Every form of the panel, sent by its address: taken, refused, and where nothing has begun."""

import dataclasses
import json

import pytest

from helion_dashboard.admin.esx import urls
from helion_services.eon import network as service_network

from .conftest import RESOURCE, VC, a_cluster, a_resource, a_vcenter, clusters, refusal, view

MOID = "domain-c21"
MANAGER = f"/v2/resource_mgrs/{VC}"
LOGIN = {
    "name": "vcenter-01",
    "ip_address": "10.1.200.38",
    "port": "443",
    "username": "administrator@vsphere.local",
    "password": "hunter2",
    "trust": "system",
}
PROXY = {
    "datacenter": "DC1",
    "port_group": "network-7",
    "hostname": "esx-proxy",
    "dhcp": "no",
    "address": "192.0.2.20",
    "netmask": "255.255.255.0",
    "gateway": "192.0.2.1",
}
SETTINGS = {
    "proxy": None,
    "inherited": False,
    "changeable": True,
    "reason": None,
    "choices": [
        {
            "datacenter": "DC1",
            "port_groups": ["VM Network"],
            "networks": [{"moid": "network-7", "name": "VM Network", "switch": None}],
        }
    ],
}
PRESENTED = {
    "ip_address": "10.1.200.38",
    "port": 443,
    "fingerprint": "AB",
    "trusted": True,
    "reason": None,
    "names": [],
    "pem": "PEM",
    "chain": [],
}
NETWORK = service_network.form()["start"]


@dataclasses.dataclass(frozen=True)
class Form:
    """A form: the fields that are right, a mistake with its field, and what the service is sent."""

    name: str
    right: dict
    mistake: dict
    field: str
    sent: tuple
    args: tuple = ()
    back: str = f"/admin/uc_esx/{VC}/"


FORMS = (
    Form("register", LOGIN, {"port": "x"}, "port", ("POST", "/v2/resource_mgrs")),
    Form("edit", LOGIN, {"username": ""}, "username", ("PUT", MANAGER), (VC,)),
    Form(
        "edit",
        {**LOGIN, "password": "", "trust": "keep", "run_playbook": "on"},
        {"ip_address": "https://vc/"},
        "ip_address",
        ("PUT", MANAGER),
        (VC,),
    ),
    Form("proxy", PROXY, {"hostname": "a_b"}, "hostname", ("PUT", f"{MANAGER}/proxy"), (VC,)),
    Form(
        "cluster_proxy",
        PROXY,
        {"gateway": "x"},
        "gateway",
        ("PUT", f"/v2/resources/{RESOURCE}/proxy"),
        (VC, MOID),
        f"/admin/uc_esx/{VC}/{MOID}/",
    ),
    Form(
        "activate",
        {"cluster": MOID, "source": "form", "network": json.dumps(NETWORK)},
        {"network": "{"},
        "network",
        ("POST", f"/v2/resources/{RESOURCE}/activate/"),
        (VC,),
        f"/admin/uc_esx/{VC}/{MOID}/",
    ),
)

_ANSWERS = {"register": a_vcenter(), "edit": a_vcenter(), "activate": a_resource()}


@pytest.fixture(params=[0, 1], ids=["nothing activated", "one activated"])
def activated(request):
    return request.param


@pytest.fixture
def service(eon, activated):
    eon("GET", MANAGER, a_vcenter(clusters={"activated": activated}))
    eon("GET", f"{MANAGER}/clusters", clusters(a_cluster()))
    eon("GET", f"{MANAGER}/clusters/{MOID}", a_cluster())
    eon("GET", "/v2/networks/form", service_network.form())
    for whose in (MANAGER, f"/v2/resources/{RESOURCE}"):
        eon("GET", f"{whose}/proxy", SETTINGS)
    return eon


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize("background", [True, False], ids=["module", "plain"])
class TestEveryForm:
    def test_it_is_taken(self, service, send, form, background):
        sent = service(*form.sent, _ANSWERS.get(form.name, SETTINGS))
        answer = send(view(form.name), *form.args, background=background, **form.right)
        assert answer == ((200, {"url": form.back}) if background else (302, form.back))
        assert sent.call_count == 1

    def test_a_mistake_is_said_and_nothing_is_sent(self, service, send, form, background):
        sent = service(*form.sent, _ANSWERS.get(form.name, SETTINGS))
        data = {**form.right, **form.mistake}
        status, answer = send(view(form.name), *form.args, background=background, **data)
        assert not sent.called
        if background:
            assert (status, list(answer["errors"])) == (422, [form.field])
        else:
            assert status == 422
            assert f'data-error id="id_{form.field}-error"' in answer


@pytest.mark.parametrize(
    ("name", "body", "sent", "answer"),
    [
        (
            "check",
            {"network_properties": NETWORK},
            ("POST", "/v2/networks/check", {"ok": True, "errors": []}),
            {"errors": []},
        ),
        (
            "template",
            {"mgmt_trunk": {}, "cloud_trunks": []},
            (
                "POST",
                "/v2/resources/esxcluster/get_template/",
                {"network_properties": NETWORK, "input_model": {}, "run_playbook": True},
            ),
            {"network_properties": NETWORK},
        ),
    ],
)
def test_what_the_form_of_networks_sends_by_itself(eon, send, name, body, sent, answer):
    posted = eon(*sent)
    assert send(view(name), data=body) == (200, answer)
    assert send(view(name), data={})[0] == 400
    assert posted.call_count == 1


def test_the_certificate_is_shown_on_request(eon, send):
    eon("POST", "/v2/certificates", PRESENTED)
    status, answer = send(view("certificate"), **LOGIN)
    assert (status, list(answer)) == (200, ["certificate"])
    status, answer = send(view("certificate"), **{**LOGIN, "port": "0"})
    assert (status, list(answer["errors"])) == (422, ["port"])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_one_that_may_not_is_told_the_rule_on_the_page(service, send, form):
    service.refused = {"vcenter:create", "vcenter:update", "esx_proxy:set", "esx_cluster:activate"}
    status, answer = send(view(form.name), *form.args, background=False, **form.right)
    assert status == 403
    assert "(rule helion:" in answer


def test_settings_of_a_proxy_that_cannot_be_removed_stay_on_the_page(service, send):
    kept = {**PROXY, "dhcp": False, "hostname": "old_name"}
    service("GET", f"{MANAGER}/proxy", {**SETTINGS, "proxy": kept})
    service("DELETE", f"{MANAGER}/proxy", refusal("proxy-in-use", "Not now."), 409)
    status, page = send(view("proxy"), VC, background=False, do="forget")
    assert status == 422
    assert "Not now." in page
    assert 'value="old_name"' in page


def test_faults_of_the_networks_are_on_a_page_without_scripts(service, send):
    form = FORMS[-1]
    errors = {"switches.0.mtu": ["Too small."]}
    service(*form.sent, refusal("network-invalid", "No.", 422, errors=errors), 422)
    status, page = send(view("activate"), VC, background=False, **form.right)
    assert status == 422
    assert "switches.0.mtu: Too small." in page


def test_no_form_is_left_out():
    sent = {form.name for form in FORMS} | {"check", "template", "certificate"}
    others = {"index", "rows", "network", "resource", "detail", "state"}
    others |= {"act", "act_clusters", "act_hosts"}  # of actions: test_bulk_actions
    others |= {"cluster", "cluster_state", "hypervisor"}
    assert {pattern.name for pattern in urls.urlpatterns} == sent | others
