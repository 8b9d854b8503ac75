"""The form of a domain's directory, and its trial."""

from django.contrib import messages
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from helion_dashboard.admin.directory.domains import NAMESPACE, is_own
from helion_dashboard.admin.directory.forms import DirectoryForm
from helion_dashboard.api.directory import client as directory
from helion_dashboard.api.directory import trial
from helion_dashboard.api.directory.presets import ACTIVE_DIRECTORY, OPENLDAP, PRESETS
from helion_dashboard.kit.forms import FormPage, NotPossibleError, by_field
from helion_dashboard.kit.rules import declared, ruled

_TRIAL = "helion_dashboard/directory/_trial.html"


class Connect(FormPage):
    name = "connect"
    rule = "directory:set"
    back = gettext_lazy("All domains")
    template = "helion_dashboard/directory/connect.html"
    note = gettext_lazy("Keystone uses it within minutes, without a restart.")

    domain = None

    @property
    def title(self):
        return _("LDAP of %s") % self.domain.name if self.domain else _("LDAP")

    def prepare(self):
        self.domain = directory.domain(self.request, self.kwargs["domain"])
        if is_own(self.request, self.domain.id):
            raise NotPossibleError(
                _("You and the services log in to this domain: leave it in Keystone's database.")
            )
        preset = self.request.GET.get("preset", "")
        initial = PRESETS.get(preset) or self.domain.options or PRESETS[OPENLDAP]
        self.form = DirectoryForm(self.data, initial=initial)

    def context(self):
        names = ((OPENLDAP, _("OpenLDAP")), (ACTIVE_DIRECTORY, _("Active Directory")))
        return {
            "domain": self.domain,
            "presets": [(f"?preset={key}", label) for key, label in names],
            "try_url": reverse(f"{NAMESPACE}:try", args=[self.domain.id]),
        }

    def save(self):
        directory.connect(self.request, self.domain.id, self.form.options())
        messages.success(self.request, _("%s is in LDAP now.") % self.domain.name)
        return reverse(f"{NAMESPACE}:roles", args=[self.domain.id])

    def back_url(self):
        return reverse(f"{NAMESPACE}:index")


@sensitive_post_parameters()
@require_POST
@ruled("directory:set")
def _attempt(request, domain):
    form = DirectoryForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": by_field(form)}, status=422)
    outcome = trial.run(form.options(), form.cleaned_data["ca"])
    return JsonResponse({"html": render_to_string(_TRIAL, {"trial": outcome}, request)})


attempt = declared(_attempt, "directory:set")
