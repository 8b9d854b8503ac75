"""How operations, their steps and checks are drawn: never by colour alone."""

import datetime
import re

import pytest
from django.template import engines
from django.template.loader import render_to_string

from helion_dashboard.api.lifecycle import plans as plan_records
from helion_dashboard.api.operations.records import Step
from helion_dashboard.api.operations.states import CHECK, OPERATION, STEP

#: Icon and colour, by state.
LOOKS = {
    "queued": ("far fa-clock", "new"),
    "pending": ("far fa-circle", "new"),
    "running": ("fa fa-rotate", "moving"),
    "paused": ("fa fa-circle-pause", "held"),
    "succeeded": ("fa fa-circle-check", "ready"),
    "done": ("fa fa-circle-check", "ready"),
    "failed": ("fa fa-circle-exclamation", "failed"),
    "reverting": ("fa fa-rotate", "moving"),
    "undoing": ("fa fa-rotate", "moving"),
    "reverted": ("fa fa-clock-rotate-left", "failed"),
    "undone": ("fa fa-clock-rotate-left", "held"),
    "cancelled": ("fa fa-ban", "held"),
    "skipped": ("fa fa-circle-minus", "new"),
    "pass": ("fa fa-circle-check", "ready"),
    "warn": ("fa fa-triangle-exclamation", "held"),
    "block": ("fa fa-ban", "failed"),
}


def draw(text, **context):
    return engines["django"].from_string("{% load helion_operations %}" + text).render(context)


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


class TestStates:
    @pytest.mark.parametrize(
        ("tag", "table"),
        [("operation_state", OPERATION), ("step_state", STEP), ("check_result", CHECK)],
    )
    def test_icon_word_and_colour(self, tag, table):
        for name, item in table.items():
            html = draw(f"{{% {tag} name %}}", name=name)
            assert words(html) == item.label
            icon, look = LOOKS[name]
            assert f'<span class="{icon}" aria-hidden="true">' in html
            assert f'class="helion-state helion-{look}"' in html

    def test_every_look_is_of_a_state(self):
        assert set(LOOKS) == {*OPERATION, *STEP, *CHECK}

    def test_no_two_states_have_the_same_word(self):
        for table in (OPERATION, STEP, CHECK):
            labels = [str(item.label) for item in table.values()]
            assert len(set(labels)) == len(labels)

    def test_an_unknown_one_is_text(self):
        html = draw("{% operation_state name %}", name="<b>")
        assert "<b>" not in html
        assert words(html) == "&lt;b&gt;"


class TestProgress:
    def test_a_bar_with_its_number(self):
        html = draw("{% progress 42 label %}", label='Stack "x"')
        assert words(html) == "42 %"
        assert 'role="progressbar"' in html
        assert 'aria-valuenow="42"' in html
        assert 'aria-label="Stack &quot;x&quot;"' in html
        assert 'width="42%"' in html

    @pytest.mark.parametrize(("percent", "shown"), [(-5, 0), (250, 100), (None, 0), (99.9, 99)])
    def test_it_stays_within_its_rail(self, percent, shown):
        html = draw("{% progress percent 'x' %}", percent=percent)
        assert words(html) == f"{shown} %"
        assert f'aria-valuenow="{shown}"' in html


class TestDuration:
    def test_what_runs_counts_on(self):
        html = draw("{% duration 185 True %}")
        assert words(html) == "3 min 5 s"
        assert 'data-running="185"' in html

    def test_what_ended_does_not(self):
        assert "data-running" not in draw("{% duration 185 %}")

    def test_what_has_not_begun_has_none(self):
        assert draw("{% duration seconds %}", seconds=None) == ""
        assert draw("{% duration not_there %}") == ""


class TestSteps:
    def draw(self, *steps):
        return render_to_string("helion_dashboard/_steps.html", {"steps": steps})

    def test_a_step_that_runs(self):
        step = {
            "title": "Update the stack",
            "state": "running",
            "message": "3 of 7",
            "seconds": 61,
            "counting": True,
            "progress": 43,
        }
        html = self.draw(step)
        assert words(html) == "Update the stack Running 1 min 1 s 3 of 7", "one figure is enough"
        assert 'aria-current="step"' in html
        assert 'data-running="61"' in html
        html = self.draw(step | {"message": ""})
        assert words(html) == "Update the stack Running 1 min 1 s 43 %"
        assert 'aria-label="Update the stack"' in html

    @pytest.mark.parametrize("state", ["pending", "done", "failed", "undone", "skipped"])
    def test_one_that_does_not(self, state):
        html = self.draw({"title": "T", "state": state, "seconds": None, "progress": 50})
        assert words(html) == f"T {STEP[state].label}"
        assert "aria-current" not in html

    def test_one_that_is_taken_back_runs_too(self):
        html = self.draw({"title": "T", "state": "undoing", "seconds": 2})
        assert 'aria-current="step"' in html

    def test_its_rollback_has_a_time_of_its_own(self):
        at = datetime.datetime(2026, 11, 21, 5, tzinfo=datetime.UTC)
        times = [at + datetime.timedelta(seconds=seconds) for seconds in (0, 12, 40, 43)]
        step = Step("a", "T", "undone", 100, "", *times)
        assert (step.seconds, step.undo_seconds) == (12, 3)
        assert words(self.draw(step)) == f"T {STEP['undone'].label} 12 s rollback 3 s"

    def test_a_step_whose_end_nobody_wrote_ends_with_its_rollback(self):
        at = datetime.datetime(2026, 11, 21, 5, tzinfo=datetime.UTC)
        later = at + datetime.timedelta(seconds=8)
        html = self.draw(Step("a", "T", "undoing", started_at=at, undo_started_at=later))
        assert "8 s" in words(html)
        assert html.count("data-running") == 1, "only its rollback goes on"

    def test_records_are_drawn_as_they_are_and_what_they_say_is_text(self):
        html = self.draw(Step("a", "<i>", message="<script>"), Step("b", "Second", "done"))
        assert "<script>" not in html
        assert "<i>" not in html
        assert words(html).endswith("Second Done")
        assert html.count("<li") == 2

    def test_none(self):
        assert words(self.draw()) == "It has no steps."


class TestChecks:
    def draw(self, *checks):
        return render_to_string("helion_dashboard/_checks.html", {"checks": checks})

    def test_what_prevents_comes_first_the_rest_in_its_order(self):
        names = [("a", "pass"), ("b", "warn"), ("c", "block"), ("d", "pass"), ("e", "block")]
        html = self.draw(*({"title": title, "result": result} for title, result in names))
        titles = re.findall(r'check-title">(\w)<', html)
        assert titles == ["c", "e", "b", "a", "d"]

    def test_result_and_reason_in_words(self):
        html = self.draw(plan_records.Check("q", "Quorum", "block", "Two < three."))
        assert words(html) == "Blocking Quorum Two &lt; three."

    def test_none(self):
        assert words(self.draw()) == "Nothing had to be checked."
