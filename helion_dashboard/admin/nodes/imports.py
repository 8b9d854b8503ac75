"""The page that enrols the nodes of a file.

A file is checked first. If it has no errors, the preview has the button that enrols its nodes, and
a token of the service stands for them: their passwords are sent once.
"""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard import policy
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.kit import forms as kit_forms
from helion_dashboard.kit import new_servers, nodes
from helion_dashboard.kit.links import url_or_none


class ImportForm(new_servers.FileForm):
    """A file of nodes, or the token of those that were read before."""

    def clean(self):
        cleaned = super().clean()
        if self.data.get("do") != "enrol":
            cleaned["token"] = ""
        self.require_servers()
        return cleaned


class Import(kit_forms.FormPage):
    name = "import"
    title = gettext_lazy("Import nodes")
    rule = "enrolment:create"
    form_class = ImportForm
    back = gettext_lazy("All nodes")
    note = gettext_lazy("Nothing is enrolled before you have seen what was read.")
    template = "helion_dashboard/nodes/import.html"
    # Of the service: all of them are about the servers of the file.
    fields = {"import": "text", "new_nodes": "text", "nodes": "text"}  # noqa: RUF012

    def __init__(self, request, **kwargs):
        super().__init__(request, **kwargs)
        self.new = new_servers.NewServers()

    @property
    def _enrols(self):
        """Whether nodes that were read before are to be enrolled."""
        return bool(self.form.cleaned_data.get("token"))

    def check(self):
        if self.form.errors or self._enrols:
            return
        if not policy.allowed(self.request, "import:create"):
            self.form.add_error(None, _("Your roles do not allow you to read files of nodes."))
            return
        self.new = new_servers.read(self.request, self.form)

    def save(self):
        if not self._enrols:
            return None
        operation = lifecycle.enrol(self.request, self.form.cleaned_data["token"])
        nodes.forget_sweeps(self.request)
        url = url_or_none("horizon:admin:uc_operations:detail", operation.id)
        if not url:
            messages.success(self.request, _("Started: %s.") % operation.title)
        return url or self.back_url()

    def back_url(self):
        return reverse("horizon:admin:uc_nodes:index")

    def context(self):
        # The token is in the preview, beside the button that sends it.
        return {
            "preview": self.new.preview,
            "scripts": new_servers.texts(),
            **self._preview_context(),
        }

    def answer_data(self):
        html = new_servers.preview_html(self.request, self.new, **self._preview_context())
        return {"preview": html}

    def _preview_context(self):
        return {"enrol": self.new.token, "show_roles": True}
