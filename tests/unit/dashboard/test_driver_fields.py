"""Form fields from what real drivers say of their properties."""

import pytest
from django import forms
from ironic.drivers.modules import agent, ipmitool
from ironic.drivers.modules.redfish import utils as redfish

from helion_dashboard.api import scopes
from helion_dashboard.api.glance.client import Image
from helion_dashboard.kit import driver_fields
from helion_services.nodes.new_node import is_secret


def test_required_is_read_from_the_sentence():
    fields = driver_fields.fields({**ipmitool.REQUIRED_PROPERTIES, **ipmitool.OPTIONAL_PROPERTIES})
    required = {name.removeprefix(driver_fields.PREFIX) for name in fields if fields[name].required}
    assert required == set(ipmitool.REQUIRED_PROPERTIES)


def test_redfish_too():
    fields = driver_fields.fields({**redfish.REQUIRED_PROPERTIES, **redfish.OPTIONAL_PROPERTIES})
    required = {name.removeprefix(driver_fields.PREFIX) for name in fields if fields[name].required}
    assert required == set(redfish.REQUIRED_PROPERTIES)


def test_required_fields_come_first():
    fields = list(driver_fields.fields({"a": "Optional.", "z": "Needed. Required."}))
    assert fields == ["driver_info.z", "driver_info.a"]


@pytest.mark.parametrize(
    "name",
    ["ipmi_password", "redfish_password", "snmp_auth_key", "snmp_community", "ipmi_hex_kg_key"],
)
def test_secrets_are_never_sent_back(name):
    field = driver_fields.fields({name: ""})[driver_fields.PREFIX + name]
    assert isinstance(field.widget, forms.PasswordInput)
    assert "hunter2" not in field.widget.render("x", "hunter2")


def test_the_service_has_the_same_secrets():
    properties = {
        *ipmitool.REQUIRED_PROPERTIES,
        *ipmitool.OPTIONAL_PROPERTIES,
        *redfish.COMMON_PROPERTIES,
        *agent.COMMON_PROPERTIES,
        # Of drivers that vendors keep, and of none yet.
        *("snmp_community", "snmp_auth_key", "irmc_snmp_priv_password", "snmp_user", "snmp_port"),
        *("api_token", "some_passphrase", "client_secret", "ssh_key_contents", "x_passwd"),
    }
    assert any(map(is_secret, properties))
    assert {name for name in properties if driver_fields.is_secret(name)} == {
        name for name in properties if is_secret(name)
    }


def test_a_passwords_blanks_are_kept():
    field = driver_fields.fields({"ipmi_password": ""})["driver_info.ipmi_password"]
    assert field.clean(" a ") == " a "


def test_what_is_empty_is_left_out():
    cleaned = {"driver_info.a": "1", "driver_info.b": "", "name": "n"}
    assert driver_fields.values(cleaned) == {"a": "1"}


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("ipmi_address", "IPMI address"),
        ("redfish_username", "Redfish username"),
        ("deploy_kernel", "Deployment kernel"),
        ("ipmi_hex_kg_key", "IPMI Kg key, hexadecimal"),
        ("ilo_verify_ca", "iLO verify CA"),
        ("_", "_"),
    ],
)
def test_a_label_is_words_and_the_key_is_in_the_tooltip(name, label):
    field = driver_fields.fields({name: ""})[driver_fields.PREFIX + name]
    assert field.label == label
    assert field.widget.attrs["title"] == name


def test_no_label_of_real_drivers_is_a_key():
    properties = {**ipmitool.REQUIRED_PROPERTIES, **ipmitool.OPTIONAL_PROPERTIES}
    properties |= {**redfish.REQUIRED_PROPERTIES, **redfish.OPTIONAL_PROPERTIES}
    properties |= agent.COMMON_PROPERTIES
    labels = [str(field.label) for field in driver_fields.fields(properties).values()]
    assert not [label for label in labels if "_" in label or label[0].islower()]
    assert len(set(labels)) == len(labels)


def test_what_the_star_says_is_not_repeated():
    properties = {"a": "An address. Required.", "b": "A port. Optional.", "c": "Required if x."}
    helps = {field.label: field.help_text for field in driver_fields.fields(properties).values()}
    assert helps == {"A": "An address.", "B": "A port.", "C": "Required if x."}


KERNEL, RAMDISK, OTHER = (f"{n}0000000-0000-0000-0000-000000000000" for n in "123")
IMAGES = (
    Image(KERNEL, "ipa-kernel", "aki"),
    Image(RAMDISK, "ipa", "ari"),
    Image(OTHER, "ipa", "qcow2"),
)


class TestImages:
    def kernel(self, images=IMAGES):
        return driver_fields.fields({"deploy_kernel": "UUID. Required."}, images)[
            "driver_info.deploy_kernel"
        ]

    def test_they_are_offered_and_shown_by_name(self):
        field = self.kernel()
        control = field.widget.render("x", field.prepare_value(KERNEL), {"id": "i"})
        assert 'value="ipa-kernel"' in control
        assert 'list="i-offers"' in control
        assert RAMDISK not in control

    def test_a_name_is_sent_as_its_uuid(self):
        assert self.kernel().clean("ipa-kernel") == KERNEL
        assert self.kernel().clean(f"ipa ({RAMDISK})") == RAMDISK

    @pytest.mark.parametrize("text", [OTHER, "https://x.test/k", "file:///k", "glance://a"])
    def test_uuids_and_urls_stay(self, text):
        assert self.kernel().clean(text) == text

    @pytest.mark.parametrize("text", ["ipa", "kernel", "<b>"])
    def test_a_name_that_no_image_or_several_have_is_an_error(self, text):
        with pytest.raises(forms.ValidationError, match="Choose an image"):
            self.kernel().clean(text)

    def test_names_of_others_are_escaped(self):
        field = self.kernel((Image(KERNEL, '"><script>', "aki"),))
        assert "<script>" not in field.widget.render("x", field.prepare_value(KERNEL))

    def test_a_glance_that_fails_is_named_and_takes_any_text(self, signed_in, cloud):
        cloud.get("http://glance.test/v2/images", status_code=503)
        images = driver_fields.images(signed_in("/"), {"deploy_kernel": ""})
        field = self.kernel(images)
        assert "Glance cannot list its images" in field.help_text
        assert field.clean("anything") == "anything"

    def test_glance_is_asked_once_and_only_for_drivers_with_images(
        self, signed_in, cloud, monkeypatch
    ):
        monkeypatch.setattr(scopes, "_DISCOVERY", {})
        links = [{"rel": "self", "href": "http://glance.test/v2/"}]
        version = {"id": "v2.9", "status": "CURRENT", "links": links}
        cloud.get("http://glance.test/", json={"versions": [version]})
        row = {"id": KERNEL, "name": "k", "disk_format": "aki"}
        images = cloud.get("http://glance.test/v2/images", json={"images": [row]})
        assert driver_fields.images(signed_in("/"), {"ipmi_address": ""}) == ()
        assert not images.called
        for _ in range(2):
            assert driver_fields.images(signed_in("/"), {"rescue_iso": ""}) == [
                Image(KERNEL, "k", "aki")
            ]
        assert images.call_count == 1
