"""QoS specs, encryption and access of volume types: every form, right and wrong."""

import html
import json
from unittest import mock

import pytest
from django.http import QueryDict

from helion_dashboard import policy
from helion_dashboard.admin.storage import driver_fields, qos, type_settings, volume_types
from helion_dashboard.api import errors
from helion_dashboard.api.cinder import client as cinder_client
from helion_dashboard.api.cinder import qos as qos_client
from helion_dashboard.api.cinder import type_settings as settings_client
from helion_dashboard.api.keystone import client as keystone_client
from tests.unit.dashboard.panel_pages import doubles, shown
from tests.unit.dashboard.storage.samples import DRIVERS

PLAIN = cinder_client.VolumeType("t1", "plain")
LIMITED = cinder_client.VolumeType("t2", "limited", is_public=False, qos="q1")
OTHER = cinder_client.VolumeType("t3", "other", qos="q2")
TYPES = [PLAIN, LIMITED, OTHER]
GOLD = qos_client.QosSpec("q1", "<b>gold", "back-end", {"maxIOPS": "500"}, (LIMITED,))
FREE = qos_client.QosSpec("q2", "free", "both")
LUKS = settings_client.Encryption("luks", "aes-xts-plain64", 256, "front-end")
PROJECTS = [
    keystone_client.Project("p1", "alpha"),
    keystone_client.Project("p2", "beta", "<b>of beta"),
]


@pytest.fixture
def cinder(monkeypatch):
    answers = {"volume_types": TYPES, "volume_type": LIMITED, "pools": []}
    return doubles(monkeypatch, cinder_client, answers)


@pytest.fixture
def specs(monkeypatch, cinder):
    answers = {"qos_specs": [GOLD, FREE], "qos_spec": GOLD, "names": {"q1": GOLD.name}}
    answers |= {"create": "q3", "update": None, "delete": None}
    return doubles(monkeypatch, qos_client, answers)


@pytest.fixture
def settings(monkeypatch, cinder):
    answers = {"encryption": LUKS, "project_ids": ["p1", "gone"]}
    changes = ("create_encryption", "update_encryption", "delete_encryption")
    answers |= dict.fromkeys((*changes, "add_project", "remove_project"))
    monkeypatch.setattr(keystone_client, "projects", lambda request: PROJECTS)
    return doubles(monkeypatch, settings_client, answers)


def form_data(**values):
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


class TestQosSpecs:
    def test_the_list(self, make_request, specs):
        text = shown(make_request, qos.QosSpecs)
        assert "maxIOPS=500" in text
        assert "2 sets of QoS specs" in text
        assert "<b>gold" not in text
        assert "/admin/uc_storage/types/t2/edit" in text

    def test_those_of_a_type_are_not_deleted(self, make_request, specs):
        page = qos.QosSpecs(make_request("/"))
        (condition,) = page.actions.by_name["delete"].needs
        assert page.item(GOLD)[condition.field]
        assert page.item(FREE)[condition.field] is None

    def test_create(self, post, specs):
        data = form_data(name="silver", consumer="both", specs="maxIOPS = 5\n", types=["t1"])
        status, body = post(qos.Add, data)
        assert (status, body["url"]) == (200, "/admin/uc_storage/qos/")
        specs.create.assert_called_once_with(mock.ANY, "silver", "both", {"maxIOPS": "5"}, ["t1"])

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": ""}, "name"),
            ({"consumer": "nobody"}, "consumer"),
            ({"specs": "maxIOPS"}, "specs"),
            ({"specs": "=5"}, "specs"),
            ({"types": ["t3"]}, "types"),
            ({"types": ["t2"]}, "types"),
        ],
    )
    def test_bad_input_is_at_its_field(self, post, specs, changes, field):
        data = form_data(**{"name": "silver", "consumer": "both", **changes})
        status, body = post(qos.Add, data)
        assert (status, list(body["errors"])) == (422, [field])
        specs.create.assert_not_called()

    def test_edit_keeps_the_name(self, post, specs):
        data = form_data(name="renamed", consumer="front-end", specs="", types=["t1"])
        status, _body = post(qos.Edit, data, qos="q1")
        assert status == 200
        specs.update.assert_called_once_with(mock.ANY, GOLD, "front-end", {}, ["t1"])

    def test_what_cinder_refuses_is_shown(self, post, specs):
        specs.update.side_effect = errors.Invalid("block-storage", "Already associated.", 400)
        status, body = post(qos.Edit, form_data(consumer="both"), qos="q1")
        assert (status, body["errors"]) == (422, {"__all__": ["Already associated."]})

    def test_a_type_shows_its_own(self, make_request, specs):
        assert "&lt;b&gt;gold" in shown(make_request, volume_types.VolumeTypes)


class TestExtraSpecs:
    def test_those_of_the_driver_have_fields(self, make_request, cinder):
        cinder.volume_type.return_value = cinder_client.VolumeType(
            "t1",
            "fast",
            extra_specs={"hpe3par:persona": "8 - VMware", "hpe3par:vvs": "set", "a": "b"},
        )
        page = volume_types.Edit(make_request("/"), type="t1")
        page.prepare()
        initial = page.form.initial
        fields = ("spec.hpe3par:persona", "spec.hpe3par:vvs", "specs")
        assert tuple(map(initial.get, fields)) == (
            "8 - VMware",
            "set",
            "a=b",
        )
        text = page.answer().content.decode()
        specs = driver_fields.extra_specs(DRIVERS)
        assert list(specs) == ["3PAR StoreServ, Primera, Alletra 9000"]
        (specs,) = specs.values()
        assert all(html.escape(spec.help) in text for spec in specs)
        assert "hpe3par:cpg" not in [spec.key for spec in specs], "the driver refuses it"
        assert "Default: 2 - Generic-ALUA." in text

    def test_a_value_that_nobody_expects_is_kept(self, post, cinder, monkeypatch):
        update = mock.create_autospec(cinder_client.update_volume_type)
        monkeypatch.setattr(cinder_client, "update_volume_type", update)
        specs = {"hpe3par:flash_cache": "<is> True"}
        cinder.volume_type.return_value = cinder_client.VolumeType("t1", "x", extra_specs=specs)
        data = {"name": "x", "spec.hpe3par:flash_cache": "<is> True", "public": "on"}
        status, _body = post(volume_types.Edit, data, type="t1")
        assert status == 200
        assert update.call_args.args[-1] == specs

    @pytest.mark.parametrize("field", ["persona", "compression", "flash_cache"])
    def test_what_the_driver_does_not_take(self, post, cinder, field):
        field = f"spec.hpe3par:{field}"
        status, body = post(volume_types.Add, {"name": "x", field: "nonsense"})
        assert (status, list(body["errors"])) == (422, [field])


class TestEncryption:
    DATA = {  # noqa: RUF012
        "provider": "luks2",
        "cipher": "aes-xts-plain64",
        "key_size": "512",
        "control_location": "front-end",
    }
    RECORD = settings_client.Encryption("luks2", "aes-xts-plain64", 512, "front-end")

    def test_the_form(self, make_request, settings):
        page = type_settings.EncryptionPage(make_request("/"), type="t2")
        text = page.answer().content.decode()
        assert '<option value="luks" selected>' in text

    def test_create(self, post, settings):
        settings.encryption.return_value = None
        status, _body = post(type_settings.EncryptionPage, self.DATA, type="t2")
        assert status == 200
        settings.create_encryption.assert_called_once_with(mock.ANY, "t2", self.RECORD)

    def test_change(self, post, settings):
        post(type_settings.EncryptionPage, self.DATA, type="t2")
        settings.update_encryption.assert_called_once_with(mock.ANY, "t2", self.RECORD)

    def test_remove(self, post, settings):
        post(type_settings.EncryptionPage, self.DATA | {"provider": ""}, type="t2")
        settings.delete_encryption.assert_called_once_with(mock.ANY, "t2")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"provider": "rot13"}, "provider"),
            ({"key_size": "0"}, "key_size"),
            ({"key_size": "many"}, "key_size"),
            ({"control_location": "nowhere"}, "control_location"),
        ],
    )
    def test_bad_input_is_at_its_field(self, post, settings, changes, field):
        status, body = post(type_settings.EncryptionPage, self.DATA | changes, type="t2")
        assert (status, list(body["errors"])) == (422, [field])

    @pytest.mark.parametrize(
        ("before", "provider", "rule"),
        [(None, "luks", "create"), (LUKS, "luks2", "update"), (LUKS, "", "delete")],
    )
    def test_each_change_has_its_rule(self, post, settings, monkeypatch, before, provider, rule):
        name = f"volume_extension:volume_type_encryption:{rule}"
        monkeypatch.setattr(policy, "allowed", lambda request, asks: asks != name)
        settings.encryption.return_value = before
        data = self.DATA | {"provider": provider}
        status, body = post(type_settings.EncryptionPage, data, type="t2")
        assert status == 422
        assert name in body["errors"]["__all__"][0]
        getattr(settings, f"{rule}_encryption").assert_not_called()


class TestAccess:
    def test_the_form_has_those_that_are_gone(self, make_request, settings):
        page = type_settings.AccessPage(make_request("/"), type="t2")
        text = page.answer().content.decode()
        assert "gone (no longer exists)" in text

    def test_add_and_remove(self, post, settings):
        status, _body = post(
            type_settings.AccessPage, form_data(projects=["p2", "gone"]), type="t2"
        )
        assert status == 200
        settings.add_project.assert_called_once_with(mock.ANY, "t2", "p2")
        settings.remove_project.assert_called_once_with(mock.ANY, "t2", "p1")

    def test_none_is_left(self, post, settings):
        post(type_settings.AccessPage, form_data(), type="t2")
        assert settings.remove_project.call_count == 2

    def test_one_that_nobody_has(self, post, settings):
        status, body = post(type_settings.AccessPage, form_data(projects=["p9"]), type="t2")
        assert (status, list(body["errors"])) == (422, ["projects"])

    def test_a_public_type_has_no_such_page(self, make_request, settings, cinder):
        cinder.volume_type.return_value = PLAIN
        answer = type_settings.AccessPage(make_request("/"), type="t1").answer()
        assert answer.url == "/admin/uc_storage/types/"
        page = volume_types.VolumeTypes(make_request("/"))
        (condition,) = page.actions.by_name["access"].needs
        rows = [volume_types.Row(each, None) for each in TYPES]
        assert [page.item(row)[condition.field] for row in rows] == [None, True, None]

    def test_the_browser_asks_for_projects(self, make_request, settings):
        answer = type_settings.projects(make_request("/?q=BETA"))
        body = json.loads(answer.content)
        assert body["total"] == 1
        assert "<b>of beta" not in body["rows"]


class TestWire:
    """What Cinder gets, in the order in which it gets it."""

    @pytest.fixture
    def client(self, monkeypatch):
        client = mock.Mock(spec_set=["qos_specs", "volume_encryption_types", "volume_type_access"])
        for module in (qos_client, settings_client):
            monkeypatch.setattr(module, "cinder", lambda request: client)
        monkeypatch.setattr(qos_client, "volume_types", lambda request: TYPES)
        return client

    def test_qos_specs_with_their_types(self, request_, client):
        row = mock.Mock(id="q1", consumer="both", specs={"maxIOPS": "1"})
        row.name = "gold"
        client.qos_specs.list.return_value = [row]
        (record,) = qos_client.qos_specs(request_)
        assert (record.name, record.consumer, record.types) == ("gold", "both", (LIMITED,))

    def test_those_that_a_type_refuses_are_not_left_behind(self, request_, client):
        client.qos_specs.create.return_value.id = "q9"
        client.qos_specs.associate.side_effect = RuntimeError
        with pytest.raises(RuntimeError):
            qos_client.create(request_, "new", "both", {}, ["t1"])
        client.qos_specs.delete.assert_called_once_with(
            client.qos_specs.create.return_value, force=True
        )

    def test_an_update_sends_what_differs(self, request_, client):
        qos_client.update(request_, GOLD, "both", {"minIOPS": "1"}, ["t1"])
        assert client.qos_specs.method_calls == [
            mock.call.disassociate("q1", "t2"),
            mock.call.set_keys("q1", {"minIOPS": "1", "consumer": "both"}),
            mock.call.unset_keys("q1", ["maxIOPS"]),
            mock.call.associate("q1", "t1"),
        ]

    def test_an_update_of_nothing_sends_nothing(self, request_, client):
        qos_client.update(request_, GOLD, GOLD.consumer, dict(GOLD.specs), ["t2"])
        assert client.qos_specs.method_calls == []

    def test_a_type_without_encryption(self, request_, client):
        client.volume_encryption_types.get.return_value = mock.Mock(spec_set=[])
        assert settings_client.encryption(request_, "t1") is None

    def test_encryption_of_the_provider_s_own_cipher(self, request_, client):
        record = settings_client.Encryption("luks")
        settings_client.create_encryption(request_, "t1", record)
        client.volume_encryption_types.create.assert_called_once_with(
            "t1",
            {
                "provider": "luks",
                "cipher": None,
                "key_size": None,
                "control_location": "front-end",
            },
        )
