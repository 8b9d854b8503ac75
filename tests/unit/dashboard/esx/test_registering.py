"""Registering a vCenter and changing one: the certificate, errors at their fields, no secrets."""

import pytest

from helion_dashboard.admin.esx.registering import LoginPage
from helion_dashboard.api import certificates

from .conftest import PEM, VC, a_vcenter, refusal, view

LEAF = ":".join(["AB"] * 32)
AUTHORITY = ":".join(["CD"] * 32)
MANAGERS = "/v2/resource_mgrs"
FORM = {
    "name": "vcenter-01",
    "ip_address": "10.1.200.38",
    "port": "443",
    "username": "administrator@vsphere.local",
    "password": "hunter2",
    "trust": "system",
}


def a_link(fingerprint, **more):
    return {
        "subject": "CN=vc",
        "issuer": "CN=ca",
        "not_before": "2026-01-01T00:00:00Z",
        "not_after": "2027-01-01T00:00:00Z",
        "fingerprint": fingerprint,
        "serial": "1f",
        "self_signed": False,
        "pem": f"PEM of {fingerprint}",
        **more,
    }


PRESENTED = {
    "ip_address": "10.1.200.38",
    "port": 443,
    "fingerprint": LEAF,
    "trusted": False,
    "reason": "It is not signed by any authority that this system trusts.",
    "names": ["vc.example.com"],
    "pem": "PEM",
    "chain": [a_link(LEAF), a_link(AUTHORITY, subject="CN=ca", self_signed=True)],
}


def register(send, **more):
    return send(view("register"), **{**FORM, **more})


class TestRegistering:
    def test_it_goes_on_to_the_vcenter(self, eon, send):
        sent = eon("POST", MANAGERS, a_vcenter())
        assert register(send, auto_import="on") == (200, {"url": f"/admin/uc_esx/{VC}/"})
        assert sent.last_request.json() == {
            "type": "vcenter",
            "name": "vcenter-01",
            "ip_address": "10.1.200.38",
            "port": 443,
            "username": "administrator@vsphere.local",
            "password": "hunter2",
            "auto_import": True,
        }
        # A vCenter that is slow to let one in is waited for.
        assert sent.last_request.timeout > 20

    def test_auto_import_is_said_when_it_is_not_wished(self, eon, send):
        sent = eon("POST", MANAGERS, a_vcenter())
        register(send)
        assert sent.last_request.json()["auto_import"] is False

    @pytest.mark.parametrize("address", ["::1", "fd00::7", "vc-1.example.com", "192.0.2.7"])
    def test_names_and_addresses(self, eon, send, address):
        sent = eon("POST", MANAGERS, a_vcenter())
        register(send, ip_address=address)
        assert sent.last_request.json()["ip_address"] == address

    def test_without_the_module_it_goes_there_too(self, eon, send):
        eon("POST", MANAGERS, a_vcenter())
        assert register(send, background=False) == (302, f"/admin/uc_esx/{VC}/")

    @pytest.mark.parametrize(
        ("data", "field", "words"),
        [
            ({"ip_address": ""}, "ip_address", "required"),
            ({"ip_address": "https://vc/"}, "ip_address", "without https://"),
            ({"ip_address": "vc:443"}, "ip_address", "without https://, port"),
            ({"ip_address": "fd00:::1"}, "ip_address", "an IP address"),
            ({"port": "70000"}, "port", "65535"),
            ({"port": "x"}, "port", "whole number"),
            ({"username": ""}, "username", "required"),
            ({"password": ""}, "password", "required"),
            ({"trust": "everything"}, "trust", "Select an option"),
            ({"trust": "keep"}, "trust", "Select an option"),
            ({"trust": "pasted"}, "ca_pem", "Paste at least one certificate"),
            ({"trust": "pasted", "ca_pem": "nonsense"}, "ca_pem", "Paste at least one"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, eon, send, data, field, words):
        eon("POST", "/v2/certificates", PRESENTED)
        sent = eon("POST", MANAGERS, a_vcenter())
        status, messages = register(send, **data)
        assert status == 422
        assert words in " ".join(messages["errors"][field])
        assert not sent.called

    @pytest.mark.parametrize(
        ("code", "field"),
        [
            ("unreachable", "ip_address"),
            ("unsupported-version", "ip_address"),
            ("login-refused", "password"),
            ("certificate-refused", "trust"),
            ("too-many-vcenters", "__all__"),
        ],
    )
    def test_what_the_service_refuses_stands_where_it_belongs(self, eon, send, code, field):
        eon("POST", "/v2/certificates", PRESENTED)
        eon("POST", MANAGERS, refusal(code, "Not so."), 409)
        status, messages = register(send)
        assert (status, messages["errors"]) == (422, {field: ["Not so."]})

    def test_errors_of_the_service_by_field(self, eon, send):
        errors = {"ip_address": ["It is already there."], "nonsense": ["Hm."]}
        eon("POST", MANAGERS, refusal("duplicate", "No.", 422, errors=errors), 422)
        _status, messages = register(send)
        assert messages["errors"] == {"ip_address": ["It is already there."], "__all__": ["Hm."]}

    def test_a_refused_certificate_is_shown_to_choose_from(self, eon, send):
        eon("POST", "/v2/certificates", PRESENTED)
        errors = {"ca_pem": ["It is not trusted."]}
        eon("POST", MANAGERS, refusal("certificate-refused", "No.", 422, errors=errors), 422)
        _status, messages = register(send)
        assert messages["errors"] == {"trust": ["It is not trusted."]}
        assert LEAF in messages["certificate"]
        assert AUTHORITY in messages["certificate"]

    def test_who_may_not_is_told_the_rule(self, eon, send):
        eon.refused = {"vcenter:create"}
        status, messages = register(send)
        assert status == 403
        assert "helion:vcenter:create" in messages["errors"]["__all__"][0]

    def test_the_password_never_comes_back(self, eon, send):
        eon("POST", MANAGERS, refusal("login-refused", "No."), 409)
        status, page = register(send, background=False)
        assert status == 422
        assert "hunter2" not in page
        assert "vcenter-01" in page

    def test_sent_twice_it_is_one(self, eon, send):
        sent = eon("POST", MANAGERS, a_vcenter())
        register(send, key="k1")
        assert sent.last_request.headers["Idempotency-Key"] == "k1"


class TestCertificate:
    def test_it_is_shown_and_not_trusted(self, eon, send):
        sent = eon("POST", "/v2/certificates", PRESENTED)
        status, messages = send(LoginPage.look_view(), ip_address="10.1.200.38", port="443")
        assert status == 200
        assert sent.last_request.json() == {"ip_address": "10.1.200.38", "port": 443}
        for words in (LEAF, AUTHORITY, "vc.example.com", "not signed by any", "2026-01-01"):
            assert words in messages["certificate"]
        assert "checked" not in messages["certificate"]

    def test_an_address_that_does_not_answer(self, eon, send):
        eon("POST", "/v2/certificates", refusal("unreachable", "Nobody there."), 409)
        status, messages = send(LoginPage.look_view(), ip_address="10.1.200.38", port="443")
        assert (status, messages) == (422, {"errors": {"ip_address": ["Nobody there."]}})

    def test_without_the_module_an_address_that_does_not_answer_is_said(self, eon, send):
        eon("POST", "/v2/certificates", refusal("unreachable", "Nobody there."), 409)
        sent = eon("POST", MANAGERS, a_vcenter())
        form = {**FORM, "do": "certificate"}
        status, page = send(view("register"), background=False, **form)
        assert status == 422
        assert "Nobody there." in page
        assert not sent.called

    def test_without_the_module_the_page_shows_it(self, eon, send):
        eon("POST", "/v2/certificates", PRESENTED)
        form = {**FORM, "do": "certificate", "username": ""}
        status, page = send(view("register"), background=False, **form)
        assert status == 200
        assert LEAF in page
        assert "hunter2" not in page
        assert 'value="10.1.200.38"' in page

    def test_chosen_by_its_fingerprint_it_is_pinned(self, eon, send):
        eon("POST", "/v2/certificates", PRESENTED)
        sent = eon("POST", MANAGERS, a_vcenter())
        register(send, trust=LEAF)
        assert sent.last_request.json()["fingerprint"] == LEAF
        assert "ca_pem" not in sent.last_request.json()

    def test_its_authority_is_trusted_as_pem(self, eon, send):
        eon("POST", "/v2/certificates", PRESENTED)
        sent = eon("POST", MANAGERS, a_vcenter())
        register(send, trust=AUTHORITY)
        assert sent.last_request.json()["ca_pem"] == f"PEM of {AUTHORITY}"

    def test_another_one_in_the_meantime_is_not_trusted(self, eon, send):
        eon("POST", "/v2/certificates", {**PRESENTED, "fingerprint": "00", "chain": []})
        sent = eon("POST", MANAGERS, a_vcenter())
        status, messages = register(send, trust=LEAF)
        assert status == 422
        assert "The certificate has changed" in messages["errors"]["trust"][0]
        assert not sent.called

    def test_pasted(self, eon, send):
        sent = eon("POST", MANAGERS, a_vcenter())
        register(send, trust="pasted", ca_pem=PEM)
        assert sent.last_request.json()["ca_pem"].strip() == PEM.strip()

    def test_one_alone_has_no_authority(self):
        alone = certificates.certificate({**PRESENTED, "chain": [a_link(LEAF)]})
        assert [choice.value for choice in LoginPage.choices(alone)] == [LEAF]
        nothing = certificates.certificate({**PRESENTED, "chain": []})
        assert LoginPage.choices(nothing) == []


class TestEditing:
    FORM = {**FORM, "name": "", "password": "", "trust": "keep"}

    def edit(self, eon, send, **more):
        eon("GET", f"{MANAGERS}/{VC}", a_vcenter())
        sent = eon("PUT", f"{MANAGERS}/{VC}", a_vcenter())
        return sent, send(view("edit"), VC, **{**self.FORM, **more})

    def test_what_is_left_empty_stays(self, eon, send):
        sent, answer = self.edit(eon, send, run_playbook="on")
        assert answer == (200, {"url": f"/admin/uc_esx/{VC}/"})
        assert sent.last_request.json() == {
            "ip_address": "10.1.200.38",
            "port": 443,
            "username": "administrator@vsphere.local",
            "auto_import": False,
            "run_playbook": True,
        }

    def test_the_systems_authorities_are_null(self, eon, send):
        sent, _answer = self.edit(eon, send, trust="system", password="other")
        assert sent.last_request.json()["ca_pem"] is None
        assert sent.last_request.json()["password"] == "other"

    def test_the_form_begins_with_what_is(self, eon, get):
        eon("GET", f"{MANAGERS}/{VC}", a_vcenter())
        page = get(view("edit"), VC)
        assert 'value="10.1.200.38"' in page
        assert 'value="keep" checked' in page
        assert "SANITIZED" not in page
        assert 'name="name"' not in page
        assert 'name="run_playbook"' in page

    def test_without_activated_clusters_no_proxy_is_told(self, eon, get):
        eon("GET", f"{MANAGERS}/{VC}", a_vcenter(clusters={"activated": 0}))
        assert 'name="run_playbook"' not in get(view("edit"), VC)

    def test_one_that_is_gone_leads_back(self, eon, get):
        eon("GET", f"{MANAGERS}/{VC}", {"detail": "There is none."}, 404)
        assert get(view("edit"), VC) == "/admin/uc_esx/"
        assert get.sentences == ["There is none."]
