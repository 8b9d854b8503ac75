"""Drain devices, and add devices: what moves is shown first."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.object_storage import forms
from helion_dashboard.admin.object_storage.lists import NAMESPACE
from helion_dashboard.api.rings import client as rings
from helion_dashboard.kit.forms import FormPage, NotPossibleError
from helion_dashboard.kit.links import url_or_none


class _Change(FormPage):
    """A page with a plan, and a button that begins it.

    :cvar action: of the service
    :cvar begun: the message then
    """

    rule = "ring:change"
    stylesheet = "helion_dashboard/css/object_storage.css"
    template = "helion_dashboard/object_storage/change.html"
    back = gettext_lazy("All devices")
    note = gettext_lazy("All objects can be read meanwhile.")
    action = begun = ""

    def change(self):
        """What the service is told; ``None`` before it is known."""
        raise NotImplementedError

    def prepare(self):
        self.body = self.change()
        self.plan = self.body and rings.plan(self.request, self.action, **self.body)
        initial = {"digest": self.plan.digest} if self.plan else {}
        self.form = forms.BeginForm(self.data, initial=initial)

    def context(self):
        if not self.plan:
            return {}
        names = sorted({device["device"] for device in self.plan.devices})
        return {
            "plan": self.plan,
            "server": self.body["server"],
            "names": names,
            "remarks": self.plan.remarks,
            "passed": self.plan.passed,
        }

    def save(self):
        if not self.body:
            return None
        digest = self.form.cleaned_data["digest"]
        ident = rings.begin(self.request, self.action, digest, self.key, **self.body)
        messages.success(self.request, self.begun)
        return url_or_none("horizon:admin:uc_operations:detail", ident) or self.back_url()

    def back_url(self):
        return reverse(f"{NAMESPACE}:devices")


class Drain(_Change):
    """``?server=ADDRESS`` is a whole server, ``?device=ADDRESS/NAME`` each some of its devices."""

    name = action = "drain"
    title = gettext_lazy("Drain")
    submit = gettext_lazy("Drain")
    begun = gettext_lazy("The drain has begun.")

    def change(self):
        server = self.request.GET.get("server")
        if server:
            return {"server": server}
        pairs = [text.rpartition("/") for text in self.request.GET.getlist("device")]
        servers = {server for server, _slash, _name in pairs}
        if len(servers) != 1:
            raise NotPossibleError(_("Drain devices of one server at a time."))
        return {"server": servers.pop(), "devices": [name for _server, _slash, name in pairs]}


class Add(_Change):
    """The devices are in the address, once they were entered."""

    name = action = "add"
    title = gettext_lazy("Add devices")
    submit = gettext_lazy("Add devices")
    begun = gettext_lazy("The devices are being added.")

    def change(self):
        params = self.request.GET
        self.entry = forms.AddForm(params if "server" in params else None)
        return dict(self.entry.cleaned_data) if self.entry.is_valid() else None

    def context(self):
        return {**super().context(), "entry": self.entry}
