"""A field that picks of many things, drawn with and without its module."""

import re

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory

from helion_dashboard.kit import picker
from helion_dashboard.kit.list_query import Facet
from helion_dashboard.kit.picker import Candidate, PickerField

COLOURS = Facet("colour", "Colour", (("red", "Red"), ("blue", "Blue")))
MANY = tuple(
    Candidate(
        f"id-{number}", f"Disk {number}", (f"<{number}>",), {"colour": ("red", "blue")[number % 2]}
    )
    for number in range(45)
)


class Several(forms.Form):
    disks = PickerField(label="Disks", columns=("Name", "Size"), facets=(COLOURS,))


class Single(forms.Form):
    disks = PickerField(label="Disk", columns=("Name", "Size"), several=False, required=False)


def form(kind, candidates=MANY, url="", **more):
    built = kind(**more)
    if url:
        built.fields["disks"].ask(url, candidates)
    else:
        built.fields["disks"].offer(candidates)
    return built


def boxes(html):
    """``(id, whether it is checked)`` of each box with the field's name."""
    return [
        (tag[1], "checked" in tag[2])
        for tag in re.finditer(r'<input type="\w+"\s+name="disks"\s+value="(.*?)"([^>]*)>', html)
    ]


class TestCandidatesInThePage:
    def test_all_are_boxes_of_the_field(self):
        html = str(form(Several, initial={"disks": ["id-7"]})["disks"])
        assert [ident for ident, _checked in boxes(html)] == [item.id for item in MANY]
        assert [ident for ident, checked in boxes(html) if checked] == ["id-7"]
        assert "data-url" not in html
        assert "&lt;7&gt;" in html

    def test_a_single_one_has_radio_buttons(self):
        html = str(form(Single)["disks"])
        assert html.count('type="radio"') == len(MANY)
        assert "data-several" not in html

    @pytest.mark.parametrize("sent", ["disks=id-1&disks=id-2", "disks=id-1+id-2+id-1"])
    def test_boxes_or_one_field(self, sent):
        data = form(Several, data=QueryDict(sent))
        assert data.is_valid()
        assert data.cleaned_data["disks"] == ["id-1", "id-2"]

    def test_what_is_no_candidate_is_refused(self):
        assert not form(Several, data=QueryDict("disks=id-99")).is_valid()
        assert not form(Several, data=QueryDict("")).is_valid()

    @pytest.mark.parametrize(("sent", "value"), [("disks=id-3", "id-3"), ("", "")])
    def test_a_single_one_is_cleaned_to_its_id(self, sent, value):
        data = form(Single, data=QueryDict(sent))
        assert data.is_valid()
        assert data.cleaned_data["disks"] == value

    def test_a_single_field_takes_one_only(self):
        assert not form(Single, data=QueryDict("disks=id-1&disks=id-2")).is_valid()

    def test_without_candidates_it_says_so(self):
        html = str(form(Several, ())["disks"])
        assert re.search(r"data-picker-empty\s*>Nothing matches.<", html)


class TestAnAddress:
    def test_only_the_selection_is_in_the_page(self):
        html = str(form(Several, MANY, "/disks.json", initial={"disks": ["id-7"]})["disks"])
        assert boxes(html) == [("id-7", True)]
        assert 'data-url="/disks.json"' in html

    def test_without_scripts_the_form_shows_pages(self):
        sent = QueryDict("disks=id-1&disks-colour=blue&picker=disks:2")
        html = str(form(Several, MANY, "/disks.json", data=sent)["disks"])
        blue = [item.id for item in MANY if item.facets["colour"] == "blue" and item.id != "id-1"]
        assert boxes(html) == [("id-1", True), *((ident, False) for ident in blue[20:])]
        assert 'value="disks:1"' in html
        assert picker.browses(sent)

    @pytest.mark.parametrize("number", ["0", "-1", "x", "²", "9" * 30])
    def test_a_number_that_is_none(self, number):
        sent = QueryDict(f"picker=disks:{number}")
        assert len(boxes(str(form(Several, MANY, "/disks.json", data=sent)["disks"]))) in (5, 20)


class TestAnswer:
    def ask(self, query=""):
        request = RequestFactory().get(f"/disks.json?{query}")
        return picker.answer(request, MANY, ["colour"])

    def test_a_page(self):
        answer = self.ask("page=3")
        assert re.findall(r'value="(id-\d+)"', answer["rows"]) == [f"id-{n}" for n in range(40, 45)]
        assert "41–45 of 45" in answer["pager"]
        assert answer["total"] == 45

    def test_all_that_match(self):
        answer = self.ask("all=1&q=DISK+1&colour=red")
        assert answer == {
            "items": [{"id": f"id-{n}", "label": f"Disk {n}"} for n in (10, 12, 14, 16, 18)],
            "total": 5,
        }

    def test_a_single_one_is_a_radio_button(self):
        assert 'type="radio"' in self.ask("single=1")["rows"]
        assert 'type="checkbox"' in self.ask()["rows"]
