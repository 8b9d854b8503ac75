"""Network properties on their pages: the form's data, checks, templates, and activating."""

import json
import re

import pytest

from helion_dashboard.admin.esx import networks
from helion_services.eon import network as service_network

from .conftest import RESOURCE, VC, a_cluster, a_resource, a_vcenter, clusters, refusal, view

MANAGER = f"/v2/resource_mgrs/{VC}"
FORM = service_network.form()
START = FORM["start"]


def data_of(page, name):
    match = re.search(rf'<script id="helion-{name}" type="application/json">(.*?)</script>', page)
    return json.loads(match[1])


@pytest.fixture
def form(eon):
    return eon("GET", "/v2/networks/form", FORM)


class TestTemplate:
    def test_the_form_is_the_services_own(self, eon, form, get):
        page = get(networks.index)
        payload = data_of(page, "network-data")
        assert payload["sections"] == FORM["sections"]
        assert payload["content"] == START
        assert payload["profile"] == "dvs"
        assert "MGMT-DVS" in page.split("<textarea")[1]

    def test_another_profile(self, eon, form, get):
        get(networks.index, path="/?profile=ovsvapp")
        assert form.last_request.qs == {"profile": ["ovsvapp"]}

    def test_a_failed_service_is_named(self, eon, get):
        eon("GET", "/v2/networks/form", {"detail": "It broke."}, 500)
        assert "It broke." in get(networks.index)

    def test_from_a_few_answers(self, eon, send):
        sent = eon(
            "POST",
            "/v2/resources/esxcluster/get_template/",
            {"network_properties": START, "input_model": {}, "run_playbook": True},
        )
        trunk = {"name": "D", "nics": "vmnic1", "mtu": "1500"}
        data = {"profile": "dvs", "mgmt_trunk": trunk, "cloud_trunks": []}
        assert send(networks.template, data=data) == (200, {"network_properties": START})
        assert sent.last_request.json() == {"mgmt_trunk": trunk, "cloud_trunks": []}
        assert sent.last_request.qs == {"profile": ["dvs"]}

    def test_wrong_answers_by_their_paths(self, eon, send):
        errors = {"cloud_trunks.0.network_name": ["There is none."]}
        refused = refusal("network-invalid", "Failed", 422, errors=errors)
        eon("POST", "/v2/resources/esxcluster/get_template/", refused, 422)
        data = {"mgmt_trunk": {}, "cloud_trunks": []}
        status, messages = send(networks.template, data=data)
        assert status == 422
        assert messages["errors"] == {"cloud_trunks.0.network_name": ["There is none."]}


class TestChecking:
    def test_paths_are_those_of_the_form(self, eon, send):
        wrong = [{"path": "portGroups.1.vlan", "message": "No."}]
        sent = eon("POST", "/v2/networks/check", {"ok": False, "errors": wrong})
        data = {"network_properties": START, "profile": "dvs", "resource": ""}
        assert send(networks.check, data=data) == (
            200,
            {"errors": [{"path": "portGroups.1.vlan", "message": "No."}]},
        )
        assert sent.last_request.json() == {"network_properties": START, "profile": "dvs"}

    @pytest.mark.parametrize("data", [[], {}, {"profile": "dvs"}, 7])
    def test_what_makes_no_sense(self, eon, send, data):
        assert send(networks.check, data=data)[0] == 400

    def test_who_may_not_is_told_the_rule(self, eon, send):
        eon.refused = {"esx_network:check"}
        status, messages = send(networks.check, data={"network_properties": {}})
        assert status == 403
        assert "helion:esx_network:check" in messages["error"]

    @pytest.mark.parametrize(
        ("text", "document"),
        [
            ('# HP\n{"a": 1}\n  # more', {"a": 1}),
            ("[1]", None),
            ("{", None),
            ("", None),
        ],
    )
    def test_texts_of_people(self, text, document):
        assert networks.parsed(text) == document

    def test_every_fault_of_the_service_has_a_place_in_the_form(self):
        """Whatever the service finds wrong with a document, the form can show where."""
        broken = json.loads(json.dumps(START))
        broken["switches"][0]["mtu"] = "9"
        broken["portGroups"][0]["vlan"] = "x"
        broken["portGroups"][0]["nic_teaming"]["load_balancing"] = "7"
        broken["vm_config"][0]["nics"][0]["portGroup"] = "none"
        broken["esx_conf_net"]["cidr"] = "x"
        paths = {fault.path for fault in service_network.check(service_network.read(broken))}
        names = set(form_paths(FORM["sections"], broken))
        assert len(paths) >= 5
        assert paths <= names


def form_paths(fields, content, base=""):
    """The paths of all parts of a form, as the browser's module gives them."""
    for field in fields:
        path = f"{base}.{field['key']}" if base else field["key"]
        yield path
        value = content.get(field["key"])
        if field["type"] == "group":
            yield from form_paths(field["fields"], value or {}, path)
        elif field["type"] == "list":
            for number, item in enumerate(value or []):
                yield f"{path}.{number}"
                yield from form_paths(field["fields"], item, f"{path}.{number}")


class TestActivating:
    FORM = {"cluster": "domain-c21", "source": "form", "network": json.dumps(START), "key": "k"}

    @pytest.fixture(autouse=True)
    def _answers(self, eon, form):
        eon("GET", MANAGER, a_vcenter())
        eon("GET", f"{MANAGER}/clusters", clusters(a_cluster(), a_cluster(22, resource="other")))

    def page(self, get, path="/?cluster=domain-c21"):
        return get(view("activate"), VC, path=path)

    def test_the_page_names_the_clusters(self, get, eon):
        page = self.page(get, "/?cluster=domain-c21&cluster=domain-c22")
        assert 'value="domain-c21"' in page
        assert 'value="domain-c22"' in page
        assert data_of(page, "network-data")["resource"] == RESOURCE
        assert len(eon.requests.request_history) == 3

    def test_networks_of_the_datacenter_come_first(self, get, eon):
        kept = {"id": "9", "name": "DC1", "value": json.dumps({**START, "kept": True})}
        eon("GET", MANAGER, a_vcenter(meta_data=[kept]))
        page = self.page(get)
        assert 'value="datacenter" checked' in page
        assert data_of(page, "network-data")["content"]["kept"] is True
        assert "(MGMT-DVS, ESX-CONF, MGMT)" in page

    def test_without_such_there_is_only_the_form(self, get):
        assert 'name="source"' not in self.page(get)

    def test_a_provisioned_cluster_needs_no_networks(self, get, eon):
        eon("GET", f"{MANAGER}/clusters", clusters(a_cluster(state="provisioned")))
        page = self.page(get)
        assert "already exist" in page
        assert "helion-network-form" not in page

    @pytest.mark.parametrize("query", ["", "cluster=domain-c99"])
    def test_nothing_chosen_leads_back(self, get, query):
        assert self.page(get, f"/?{query}") == f"/admin/uc_esx/{VC}/"

    def test_one_is_begun_and_watched(self, eon, send):
        sent = eon("POST", f"/v2/resources/{RESOURCE}/activate/", a_resource())
        status, messages = send(view("activate"), VC, **self.FORM, profile="dvs")
        assert (status, messages) == (200, {"url": f"/admin/uc_esx/{VC}/domain-c21/"})
        assert sent.last_request.json() == {
            "network_properties": START,
            "profile": "dvs",
        }
        assert sent.last_request.headers["Idempotency-Key"] == f"k-{RESOURCE}"

    def test_those_of_the_datacenter_are_not_sent(self, eon, send):
        sent = eon("POST", f"/v2/resources/{RESOURCE}/activate/", a_resource())
        send(view("activate"), VC, **{**self.FORM, "source": "datacenter"})
        assert sent.last_request.json()["network_properties"] is None

    def test_rules_that_are_broken_stand_at_their_fields(self, eon, send):
        errors = {"switches.0.mtu": ["Too small."]}
        refused = refusal("network-invalid", "No.", 422, errors=errors)
        eon("POST", f"/v2/resources/{RESOURCE}/activate/", refused, 422)
        status, messages = send(view("activate"), VC, **self.FORM)
        assert (status, messages["errors"]) == (422, {"switches.0.mtu": ["Too small."]})

    def test_a_cluster_that_is_unfit_says_all_reasons(self, eon, send):
        refused = refusal("cluster-unfit", "DRS is off. No host.")
        eon("POST", f"/v2/resources/{RESOURCE}/activate/", refused, 409)
        _status, messages = send(view("activate"), VC, **self.FORM)
        assert messages["errors"] == {"__all__": ["DRS is off. No host."]}

    def test_no_json(self, eon, send):
        status, messages = send(view("activate"), VC, **{**self.FORM, "network": "{"})
        assert (status, list(messages["errors"])) == (422, ["network"])

    def test_of_several_those_that_fail_are_named(self, eon, send):
        eon("POST", f"/v2/resources/{RESOURCE}/activate/", a_resource())
        eon("POST", "/v2/resources/other/activate/", refusal("busy", "It is busy."), 409)
        form = {**self.FORM, "cluster": ["domain-c21", "domain-c22"]}
        assert send(view("activate"), VC, **form) == (200, {"url": f"/admin/uc_esx/{VC}/"})

    def test_of_several_one_with_faults_does_not_hold_the_page(self, eon, send):
        eon("POST", f"/v2/resources/{RESOURCE}/activate/", a_resource())
        errors = {"switches.0.mtu": ["Too small."]}
        refused = refusal("network-invalid", "No.", 422, errors=errors)
        eon("POST", "/v2/resources/other/activate/", refused, 422)
        form = {**self.FORM, "cluster": ["domain-c21", "domain-c22"]}
        assert send(view("activate"), VC, **form) == (200, {"url": f"/admin/uc_esx/{VC}/"})

    def test_of_several_that_all_fail_the_form_stays(self, eon, send):
        for resource in (RESOURCE, "other"):
            eon("POST", f"/v2/resources/{resource}/activate/", refusal("busy", "Busy."), 409)
        form = {**self.FORM, "cluster": ["domain-c21", "domain-c22"]}
        _status, messages = send(view("activate"), VC, **form)
        assert messages["errors"]["__all__"] == ["Cluster21: Busy.", "Cluster22: Busy."]

    def test_who_may_not_is_told_the_rule(self, eon, send):
        eon.refused = {"esx_cluster:activate"}
        status, messages = send(view("activate"), VC, **self.FORM)
        assert status == 403
        assert "helion:esx_cluster:activate" in messages["errors"]["__all__"][0]


def test_names_are_as_people_read_them():
    text = '{"switches": [{"name": "Rack%2fDVS"}], "portGroups": [{"name": "50%25"}, {}, 1]}'
    assert networks.names(text) == ["Rack/DVS", "50%"]
    assert networks.names("nonsense") == []
