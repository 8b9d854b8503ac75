"""The form that deploys: fields as the template wants them, errors at them, secrets never back."""

import pytest
from django import forms

from helion_dashboard.admin.overcloud import fields
from helion_dashboard.admin.overcloud.forms import DeployForm
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import overcloud as overcloud_records
from helion_dashboard.kit.forms import complain

PARAMETERS = [
    {
        "name": "ComputeCount",
        "label": "Compute nodes",
        "group": "Scale",
        "type": "number",
        "default": 1,
        "constraints": {"min": 0, "max": 4},
    },
    {
        "name": "CloudName",
        "label": "Cloud name",
        "group": "Cloud",
        "type": "string",
        "default": "overcloud.localdomain",
        "constraints": {
            "max_length": 30,
            "allowed_pattern": "[a-z.]+",
            "description": "A host name.",
        },
    },
    {
        "name": "AdminPassword",
        "label": "Password",
        "group": "Cloud",
        "type": "string",
        "default": None,
        "hidden": True,
        "constraints": {"min_length": 8},
    },
    {"name": "NtpServers", "group": "Cloud", "type": "comma_delimited_list", "default": ""},
    {
        "name": "Flavor",
        "group": "Servers",
        "type": "string",
        "default": "a",
        "constraints": {"allowed_values": ["a", "b"]},
        "advanced": True,
    },
    {"name": "Hints", "group": "Servers", "type": "json", "default": {}, "advanced": True},
    {"name": "Debug", "group": "Servers", "type": "boolean", "default": "False", "advanced": True},
]
GOOD = {
    "ComputeCount": "1",
    "CloudName": "overcloud.localdomain",
    "AdminPassword": "long enough",
    "NtpServers": "",
    "Flavor": "a",
    "Hints": "{}",
}


def parameters():
    return overcloud_records.overcloud({"parameters": PARAMETERS}).parameters


def bound(**changes):
    values = {name: text for name, text in {**GOOD, **changes}.items() if text is not None}
    data = {fields.PREFIX + name: text for name, text in values.items()}
    return DeployForm(data, parameters=parameters())


def titles(groups):
    return [(title, [field.name for field in group]) for title, group in groups]


def test_what_is_simple_comes_first_in_the_groups_of_the_template():
    form = DeployForm(parameters=parameters())
    assert titles(form.simple()) == [
        ("Scale", ["parameters.ComputeCount"]),
        ("Cloud", ["parameters.CloudName", "parameters.AdminPassword", "parameters.NtpServers"]),
    ]
    assert titles(form.advanced()) == [
        ("Servers", ["parameters.Flavor", "parameters.Hints", "parameters.Debug"])
    ]


@pytest.mark.parametrize(
    ("name", "kind", "html"),
    [
        ("ComputeCount", "number", 'min="0"'),
        ("CloudName", "text", 'maxlength="30"'),
        ("AdminPassword", "password", 'autocomplete="new-password"'),
        ("NtpServers", "text", ""),
        ("Flavor", "select", "<option"),
        ("Hints", "textarea", "helion-code"),
        ("Debug", "checkbox", ""),
    ],
)
def test_a_control_for_each_type(name, kind, html):
    drawn = str(DeployForm(parameters=parameters())[fields.PREFIX + name])
    assert (f"<{kind}" if kind in ("select", "textarea") else f'type="{kind}"') in drawn
    assert html in drawn


def test_only_what_differs_from_the_template_is_sent():
    form = bound()
    assert form.is_valid(), form.errors
    assert form.parameters() == {"AdminPassword": "long enough"}


def test_values_are_sent_in_their_types():
    form = bound(
        ComputeCount="3", NtpServers="10.0.0.1, 10.0.0.2", Hints='{"a": 1}', Debug="on", Flavor="b"
    )
    assert form.is_valid(), form.errors
    assert form.parameters() == {
        "ComputeCount": 3,
        "AdminPassword": "long enough",
        "NtpServers": "10.0.0.1, 10.0.0.2",
        "Flavor": "b",
        "Hints": '{"a": 1}',
        "Debug": "true",
    }


def test_what_is_emptied_is_left_to_the_template():
    form = bound(ComputeCount="", CloudName="")
    assert form.is_valid(), form.errors
    assert form.parameters() == {"AdminPassword": "long enough"}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("ComputeCount", "5", "less than or equal to 4"),
        ("ComputeCount", "-1", "greater than or equal to 0"),
        ("ComputeCount", "many", "number"),
        ("CloudName", "Über", "A host name."),
        ("CloudName", "a" * 31, "at most 30"),
        ("AdminPassword", "", "required"),
        ("AdminPassword", "short", "at least 8"),
        ("Flavor", "z", "not one of the available choices"),
        ("Hints", "{", "not valid JSON"),
    ],
)
def test_bad_input_is_said_at_its_field(name, text, words):
    form = bound(**{name: text})
    assert not form.is_valid()
    assert list(form.errors) == [fields.PREFIX + name]
    assert words in str(form.errors[fields.PREFIX + name])


def test_an_address_is_checked():
    parameter = overcloud_records.Parameter("Address", constraints={"custom": "ip_addr"})
    form = DeployForm({"parameters.Address": "10.0.0.300"}, parameters=[parameter])
    assert "valid IPv4 or IPv6 address" in str(form.errors["parameters.Address"])
    form = DeployForm({"parameters.Address": "2001:db8::1"}, parameters=[parameter])
    assert form.is_valid()


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("host", "not a host!!", "Neither a host name nor an IP address: not a host!!."),
        ("host", "8.8.8, ntp", "Neither a host name nor an IP address: 8.8.8."),
        ("address", "8.8.8, 10.0.0.1", "Not an IP address: 8.8.8."),
        ("host", "ntp.example.org, 10.0.0.1, 2001:db8::1,", None),
        ("address", "10.0.0.1,2001:db8::1", None),
        ("address", "", None),
    ],
)
def test_the_items_of_a_list_are_checked(kind, text, words):
    parameter = overcloud_records.Parameter("X", default="", constraints={"items": kind})
    form = DeployForm({"parameters.X": text}, parameters=[parameter])
    assert form.is_valid() == (words is None)
    assert words is None or form.errors["parameters.X"] == [words]


class TestNamesToChooseFrom:
    def drawn(self, default, entered=None, choices=("a", "b")):
        parameter = overcloud_records.Parameter("X", default=default, choices=choices)
        return fields.field(parameter, entered)

    def options(self, *args):
        return [(value, str(label)) for value, label in self.drawn(*args).choices]

    def test_a_default_that_exists(self):
        assert self.options("b") == [("a", "a"), ("b", "b")]
        assert self.drawn("b").initial == "b"

    def test_one_that_does_not_exist_says_so(self):
        assert self.options("c") == [("c", "c (not found)"), ("a", "a"), ("b", "b")]
        assert self.options("a", "d")[0] == ("d", "d (not found)")

    def test_an_optional_one(self):
        assert self.options("")[0] == ("", "None")

    def test_one_without_a_default_must_be_selected(self):
        field = self.drawn(None)
        assert self.options(None)[0] == ("", "Choose…")
        assert field.required

    def test_without_names_it_is_text(self):
        assert isinstance(self.drawn("a", None, ()), forms.CharField)


def test_an_error_in_the_fold_opens_it():
    form = bound(Hints="{")
    assert not form.is_valid()
    assert form.advanced_wrong()
    assert not bound(AdminPassword="").advanced_wrong()


def test_the_services_errors_go_to_their_fields():
    form = bound()
    assert form.is_valid()
    messages = {
        "parameters.CloudName": ["Nobody knows it."],
        "parameters": ["Heat says no."],
        "parameters.Gone": ["There is none."],
    }
    complain(form, errors.Invalid("node-lifecycle", "Some fields are wrong.", 422, fields=messages))
    assert form.errors["parameters.CloudName"] == ["Nobody knows it."]
    assert form.non_field_errors() == ["Heat says no.", "There is none."]


def test_an_error_without_fields_is_said_on_top():
    form = bound()
    assert form.is_valid()
    complain(form, errors.Invalid("node-lifecycle", "This makes no sense.", 422))
    assert form.non_field_errors() == ["This makes no sense."]


def test_a_password_is_not_sent_back():
    form = bound(ComputeCount="many")
    assert not form.is_valid()
    assert "long enough" not in "".join(str(field) for field in form)


def test_the_default_of_a_secret_is_not_shown():
    secret = overcloud_records.Parameter("P", default="changeme", hidden=True)
    drawn = forms.Form()
    drawn.fields["P"] = fields.field(secret)
    assert "changeme" not in str(drawn["P"])


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (None, ""),
        (0, "0"),
        ("x", "x"),
        (["a", "b"], "a, b"),
        ([{"a": 1}], '[{"a": 1}]'),
        ({"a": 1}, '{"a": 1}'),
    ],
)
def test_values_as_text(content, text):
    assert fields.shown(content) == text
