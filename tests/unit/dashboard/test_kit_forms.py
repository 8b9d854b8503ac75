"""Errors of forms, by the names that the browser knows."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage import default_storage

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


@pytest.mark.parametrize("sender", [{}, {"X-Requested-With": "XMLHttpRequest"}])
def test_a_sentence_waits_for_the_page_that_one_lands_on(make_request, sender):
    request = make_request("/", headers=sender)
    request._messages = default_storage(request)
    kit_forms.done(request, "/admin/uc_nodes/", "The port was deleted.")
    assert [str(message) for message in get_messages(request)] == ["The port was deleted."]
