"""Something done about all problems that match a filter."""

from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard.admin.monitoring.lists import NAMESPACE
from helion_dashboard.api.monitoring import client as monitoring
from helion_dashboard.kit.forms import FormPage, NotPossibleError

_HOUR = 3600
_FILTERS = ("q", "state", "kind", "role", "rack")


class MatchingForm(forms.Form):
    action = forms.ChoiceField(
        label=gettext_lazy("Action"),
        choices=(
            ("acknowledge", gettext_lazy("Acknowledge")),
            ("downtime", gettext_lazy("Schedule downtime")),
            ("comment", gettext_lazy("Comment")),
            ("check", gettext_lazy("Check now")),
        ),
    )
    comment = forms.CharField(label=gettext_lazy("Comment"), max_length=1000)
    hours = forms.IntegerField(
        label=gettext_lazy("Hours"),
        min_value=1,
        max_value=24 * 7 * 52,
        initial=2,
        help_text=gettext_lazy("How long a downtime lasts."),
    )


class Matching(FormPage):
    """The filter is that of the list, in the address; what is handled already is left alone."""

    name = "matching"
    title = gettext_lazy("All problems that match")
    rule = "monitoring:handle"
    form_class = MatchingForm
    submit = gettext_lazy("Apply to all")
    back = gettext_lazy("Problems")
    template = "helion_dashboard/monitoring/matching.html"

    def prepare(self):
        super().prepare()
        self.total, self.examples = 0, ()  # also on the page that says why they are not known
        self.matching = {
            name: value[:255] for name in _FILTERS if (value := self.request.GET.get(name))
        }
        page = monitoring.problems(self.request, handled="false", limit=10, **self.matching)
        self.total, self.examples = page.total, page.records
        if not page.records:
            raise NotPossibleError(_("No unhandled problem matches."))

    def save(self):
        data = self.form.cleaned_data
        seconds = data["hours"] * _HOUR if data["action"] == "downtime" else 0
        results = monitoring.act(
            self.request,
            data["action"],
            None,
            {**self.matching, "handled": False},
            data["comment"],
            seconds,
        )
        failed = [reason for _ident, reason in results if reason]
        number = len(results) - len(failed)
        text = ngettext("Done for %d problem.", "Done for %d problems.", number) % number
        messages.success(self.request, text)
        for reason in dict.fromkeys(failed):
            messages.error(self.request, reason)
        return self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:index")

    def context(self):
        return {
            "total": self.total,
            "examples": self.examples,
            "more": max(0, self.total - len(self.examples)),
        }
