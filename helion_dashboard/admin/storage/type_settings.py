"""The encryption of a volume type, and the projects that may use a private one."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from helion_dashboard.admin.storage.sections import NAMESPACE
from helion_dashboard.admin.storage.type_forms import AccessForm, EncryptionForm
from helion_dashboard.api.cinder import client as cinder
from helion_dashboard.api.cinder import type_settings as settings
from helion_dashboard.api.keystone import client as keystone
from helion_dashboard.kit import live, picker, rules
from helion_dashboard.kit.forms import FormPage, NotPossibleError

_ENCRYPTION = "volume_extension:volume_type_encryption"
_ACCESS = "volume_extension:volume_type_access"
_ADD, _REMOVE = f"{_ACCESS}:addProjectAccess", f"{_ACCESS}:removeProjectAccess"


class _SettingsPage(FormPage):
    back = gettext_lazy("All volume types")

    def prepare(self):
        self.type = cinder.volume_type(self.request, self.kwargs["type"])

    def page(self, status=200, **more):
        type_ = getattr(self, "type", None)
        title = self.titled % {"name": type_.name} if type_ else self.title
        return super().page(status, page_title=title, **more)

    def back_url(self):
        return reverse(f"{NAMESPACE}:types")


class EncryptionPage(_SettingsPage):
    name = "encryption"
    title = gettext_lazy("Encryption")
    titled = gettext_lazy("Encryption of %(name)s")
    rule = f"{_ENCRYPTION}:get"
    rules = (rule, f"{_ENCRYPTION}:create", f"{_ENCRYPTION}:update", f"{_ENCRYPTION}:delete")
    note = gettext_lazy("Cinder refuses a change while volumes of the type exist.")

    def prepare(self):
        super().prepare()
        self.record = settings.encryption(self.request, self.type.id)
        self.form = EncryptionForm(self.data, initial=vars(self.record) if self.record else None)

    def save(self):
        record, ident = self.form.record(), self.type.id
        if record is None and self.record:
            rules.check(self.request, f"{_ENCRYPTION}:delete")
            settings.delete_encryption(self.request, ident)
        elif record and self.record:
            rules.check(self.request, f"{_ENCRYPTION}:update")
            settings.update_encryption(self.request, ident, record)
        elif record:
            rules.check(self.request, f"{_ENCRYPTION}:create")
            settings.create_encryption(self.request, ident, record)
        text = _("The encryption of the volume type %s was changed.")
        messages.success(self.request, text % self.type.name)
        return self.back_url()


class AccessPage(_SettingsPage):
    name = "access"
    title = gettext_lazy("Access")
    titled = gettext_lazy("Projects that may use %(name)s")
    rule = f"{_ACCESS}:get_all_for_type"
    rules = (rule, _ADD, _REMOVE)

    def prepare(self):
        super().prepare()
        if self.type.is_public:
            raise NotPossibleError(_("The volume type is public: all projects may use it."))
        self.ids = settings.project_ids(self.request, self.type.id)
        self.form = AccessForm(
            self.data,
            url=reverse(f"{NAMESPACE}:access_projects"),
            candidates=_candidates(keystone.projects(self.request), self.ids),
            initial={"projects": self.ids},
        )

    def save(self):
        ids = self.form.cleaned_data["projects"]
        for ident in sorted(set(ids) - set(self.ids)):
            rules.check(self.request, _ADD)
            settings.add_project(self.request, self.type.id, ident)
        for ident in sorted(set(self.ids) - set(ids)):
            rules.check(self.request, _REMOVE)
            settings.remove_project(self.request, self.type.id, ident)
        text = _("The projects of the volume type %s were changed.")
        messages.success(self.request, text % self.type.name)
        return self.back_url()


@require_GET
@rules.ruled(_ADD)
@live.live
def projects(request):
    """A page of projects, for the browser."""
    return picker.answer(request, _candidates(keystone.projects(request)))


def _candidates(records, ids=()):
    """Projects to pick; those of ``ids`` that Keystone no longer has are there, too."""
    absent = sorted(set(ids) - {record.id for record in records})
    return [
        *(picker.Candidate(row.id, row.name, (row.description or "–",)) for row in records),
        *(picker.Candidate(ident, _("%s (no longer exists)") % ident) for ident in absent),
    ]
