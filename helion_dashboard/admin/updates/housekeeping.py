"""Housekeeping: what local content takes, what of it may go, and deleting that."""

from django import forms
from django.contrib import messages
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard import policy
from helion_dashboard.admin.updates.sections import NAMESPACE
from helion_dashboard.api.updates import client as updates
from helion_dashboard.kit.forms import FormPage

_SEE, _DELETE = "content:list", "content:delete"


class CleanUpForm(forms.Form):
    """What may go is deleted once its number was typed.

    :param content: :class:`~helion_dashboard.api.updates.contents.Removable` each
    """

    confirmation = forms.IntegerField()
    files = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, content, **kwargs):
        super().__init__(*args, **kwargs)
        self.count, self.idents = len(content), ",".join(sorted(each.id for each in content))
        self.fields["confirmation"].label = (
            _("Type the number of files, %d, to confirm") % self.count
        )
        self.fields["files"].initial = self.idents

    def clean_confirmation(self):
        if self.cleaned_data["confirmation"] != self.count:
            raise forms.ValidationError(_("This is not the number."))
        return self.count

    def clean(self):
        """What was shown is what is deleted."""
        data = super().clean()
        if data.get("files") != self.idents:
            raise forms.ValidationError(_("Other files may go by now. Load the page again."))
        return data


class Housekeeping(FormPage):
    name = "housekeeping"
    title = gettext_lazy("Housekeeping")
    rules = (_SEE, _DELETE)
    submit = gettext_lazy("Clean up now")
    back = gettext_lazy("All content")
    template = "helion_dashboard/updates/housekeeping.html"

    @property
    def rule(self):
        return _SEE if self.data is None else _DELETE

    def prepare(self):
        self.housekeeping = updates.housekeeping(self.request)
        self.form = CleanUpForm(self.data, content=self.housekeeping.content)

    def save(self):
        deleted = updates.tidy(self.request, self.key)
        count = len(deleted.content)
        text = ngettext("%d file deleted, %s freed.", "%d files deleted, %s freed.", count)
        messages.success(self.request, text % (count, filesizeformat(deleted.bytes)))
        return self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:contents")

    def context(self):
        return {
            "housekeeping": self.housekeeping,
            "may_delete": policy.allowed(self.request, _DELETE),
            "delete_rule": _DELETE,
        }
