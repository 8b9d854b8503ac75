"""Errors of forms, by the names that the browser knows."""

from django import forms

from helion_dashboard.kit import forms as kit_forms


class Named(forms.Form):
    name = forms.CharField()
    count = forms.IntegerField(required=False)


def test_each_field_has_its_sentences():
    form = Named({"count": "many"})
    form.add_error(None, "Nothing was done.")
    assert kit_forms.by_field(form) == {
        "name": ["This field is required."],
        "count": ["Enter a whole number."],
        "__all__": ["Nothing was done."],
    }


def test_fields_of_several_forms_keep_apart():
    forms_of_page = (Named({}), Named({"p-0-name": "x"}, prefix="p-0"), Named({}, prefix="p-1"))
    assert set(kit_forms.by_field(*forms_of_page)) == {"name", "p-1-name"}


def test_without_errors_there_are_none():
    assert kit_forms.by_field(Named({"name": "x"})) == {}
