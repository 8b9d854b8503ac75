"""The certificates of arrays and clusters in their forms, which are those of vCenters."""

from unittest import mock

import pytest

from helion_dashboard.admin.storage import storeservs, storevirtuals
from helion_dashboard.api import certificates, errors
from helion_dashboard.api.storage import client
from tests.unit.dashboard.panel_pages import doubles
from tests.unit.dashboard.storage.samples import ARRAY
from tests.unit.dashboard.storage.samples import LOGIN as ARRAY_LOGIN
from tests.unit.dashboard.storage.test_storevirtuals import FREE
from tests.unit.dashboard.storage.test_storevirtuals import LOGIN as CLUSTER_LOGIN

OWN, AUTHORITY = ":".join(["AB"] * 32), ":".join(["CD"] * 32)
PRESENTED = certificates.certificate(
    {
        "fingerprint": OWN,
        "trusted": False,
        "reason": "It is signed by nobody.",
        "names": ["192.0.2.10"],
        "chain": [
            {"subject": "CN=s401", "issuer": "CN=ca", "fingerprint": OWN, "pem": "own"},
            {"subject": "CN=ca", "issuer": "CN=ca", "fingerprint": AUTHORITY, "pem": "ca"},
        ],
    }
)
PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"

KINDS = pytest.mark.parametrize(
    ("module", "login", "call"),
    [
        (storeservs, ARRAY_LOGIN, "register"),
        (storevirtuals, CLUSTER_LOGIN, "register_storevirtual"),
    ],
)


@pytest.fixture
def storage(monkeypatch):
    answers = {
        "certificate": PRESENTED,
        "storeserv": ARRAY,
        "register": ARRAY,
        "update": ARRAY,
        "storevirtual": FREE,
        "register_storevirtual": FREE,
        "update_storevirtual": FREE,
    }
    return doubles(monkeypatch, client, answers)


@pytest.fixture
def looked(make_request):
    """The answer of the view that looks at a certificate."""

    def looked(data):
        request = make_request("/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
        request.method = "POST"
        request.POST = data
        return storeservs.Register.look_view()(request)

    return looked


class TestLook:
    def test_the_fingerprint_is_shown_and_not_selected(self, looked, storage):
        html = looked(ARRAY_LOGIN).content.decode()
        storage.certificate.assert_called_once_with(mock.ANY, "192.0.2.10", 8080)
        for text in (OWN, AUTHORITY, "It is signed by nobody."):
            assert text in html
        assert "checked" not in html

    def test_nothing_answers(self, looked, storage):
        storage.certificate.side_effect = errors.Invalid("s", "Nobody there.", 422)
        answer = looked(ARRAY_LOGIN)
        assert (answer.status_code, "Nobody there." in answer.content.decode()) == (422, True)

    def test_without_an_address(self, looked, storage):
        assert looked({"hostname": "", "port": "8080"}).status_code == 422
        storage.certificate.assert_not_called()


@KINDS
class TestRegister:
    @pytest.mark.parametrize(
        ("choice", "fields"),
        [
            (OWN, {"fingerprint": OWN}),
            (AUTHORITY, {"ca_pem": "ca"}),
            ("system", {"ca_pem": None}),
            ("pasted", {"ca_pem": PEM}),
        ],
    )
    def test_what_is_trusted(self, post, storage, module, login, call, choice, fields):
        status, _body = post(module.Register, {**login, "trust": choice, "ca_pem": PEM})
        assert status == 200
        arguments = getattr(storage, call).call_args.kwargs
        assert arguments == {**arguments, **fields}
        assert not ({"ca_pem", "fingerprint"} - set(fields)) & set(arguments)

    def test_a_certificate_that_changed_meanwhile(self, post, storage, module, login, call):
        status, body = post(module.Register, {**login, "trust": ":".join(["EF"] * 32)})
        assert (status, list(body["errors"])) == (422, ["trust"])
        assert OWN in body["certificate"]
        getattr(storage, call).assert_not_called()

    def test_a_refused_one_is_shown_to_select(self, post, storage, module, login, call):
        fields = {"ca_pem": ["It is not trusted."]}
        error = errors.Invalid("s", "wrong", 422, fields=fields)
        getattr(storage, call).side_effect = error
        _status, body = post(module.Register, login)
        assert body["errors"] == {"trust": ["It is not trusted."]}
        assert OWN in body["certificate"]


@pytest.mark.parametrize(
    ("module", "login", "call", "kwargs"),
    [
        (storeservs, ARRAY_LOGIN, "update", {"storeserv": "a1"}),
        (storevirtuals, CLUSTER_LOGIN, "update_storevirtual", {"cluster": "v1"}),
    ],
)
class TestEdit:
    def test_what_is_trusted_stays(self, post, storage, module, login, call, kwargs):
        status, _body = post(module.Edit, {**login, "password": "", "trust": "keep"}, **kwargs)
        assert status == 200
        arguments = getattr(storage, call).call_args.kwargs
        assert not {"ca_pem", "fingerprint", "trust"} & set(arguments)

    def test_the_form_begins_so(self, make_request, storage, module, login, call, kwargs):
        html = module.Edit(make_request("/"), **kwargs).answer().content.decode()
        assert 'value="keep" checked' in html
