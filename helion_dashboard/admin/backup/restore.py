"""Restore: a plan first, and the name typed."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.backup import forms
from helion_dashboard.admin.backup.backups import NAMESPACE
from helion_dashboard.api.backup import client as backup
from helion_dashboard.kit.forms import FormPage
from helion_dashboard.kit.links import url_or_none


class Restore(FormPage):
    name = "restore"
    title = gettext_lazy("Restore backup")
    rule = "backup:restore"
    submit = gettext_lazy("Restore")
    back = gettext_lazy("Back to the backup")
    template = "helion_dashboard/backup/restore.html"

    @property
    def parts(self):
        """Names of what is restored; empty for all."""
        return self.request.GET.getlist("part")

    def prepare(self):
        ident = self.kwargs["backup"]
        self.backup = backup.backup(self.request, ident)
        self.plan = backup.plan_restore(self.request, ident, self.parts)
        initial = {"digest": self.plan.digest}
        self.form = forms.RestoreForm(self.data, name=self.backup.name, initial=initial)

    def context(self):
        checks = self.plan.checks
        return {
            "plan": self.plan,
            "remarks": [check for check in checks if check.weight],
            "passed": [check for check in checks if not check.weight],
        }

    def save(self):
        digest = self.form.cleaned_data["digest"]
        ident = backup.restore(self.request, self.kwargs["backup"], digest, self.parts, self.key)
        messages.success(self.request, _("The restore has begun."))
        return url_or_none("horizon:admin:uc_operations:detail", ident) or self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:detail", args=[self.kwargs["backup"]])
