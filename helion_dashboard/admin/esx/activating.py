"""The page on which clusters are activated, with the networks that they get."""

from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.esx import networks
from helion_dashboard.api import errors, scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.esx import client as esx
from helion_dashboard.api.esx import states as esx_states
from helion_dashboard.kit import actions as kit_actions
from helion_dashboard.kit import forms as kit_forms

_MOST = 20
_FORM, _KEPT = "form", "datacenter"
_NAMESPACE = "horizon:admin:uc_esx"


class ActivateForm(forms.Form):
    """Networks as JSON, or those that the datacenter has."""

    source = forms.CharField(required=False)
    profile = forms.CharField(required=False)
    network = forms.CharField(required=False, strip=False)

    def clean(self):
        """``network`` becomes what is sent of it: ``None`` for those of the datacenter."""
        cleaned = super().clean()
        text = cleaned.get("network", "")
        cleaned["network"] = None
        if (cleaned.get("source") or _FORM) == _FORM:
            cleaned["network"] = networks.parsed(text)
            if cleaned["network"] is None:
                self.add_error("network", _("This is not valid JSON."))
        return cleaned


class Activate(kit_forms.FormPage):
    """``?cluster=MOID`` names each cluster."""

    name = "activate"
    rule = "esx_cluster:activate"
    submit = gettext_lazy("Activate")
    note = gettext_lazy("The activation takes some minutes. You can follow its steps.")
    template = "helion_dashboard/esx/activate.html"
    stylesheet = "helion_dashboard/css/esx.css"

    owner, selection, document = None, (), None
    #: What the service finds wrong with the networks, by its paths in the form.
    faults = None

    @property
    def title(self):
        return _("Activate: %s") % ", ".join(cluster.name for cluster in self.selection)

    @property
    def back(self):
        return self.owner.name if self.owner else _("Back")

    def back_url(self):
        return reverse(f"{_NAMESPACE}:detail", kwargs=self.kwargs)

    def prepare(self):
        self.owner, self.selection = self._find()
        if not self.selection:
            raise kit_forms.NotPossibleError(_("Select imported clusters to activate."))
        places = {cluster.datacenter.name for cluster in self.selection}
        self.kept = self.owner.networks.get(places.pop(), "") if len(places) == 1 else ""
        self.form = ActivateForm(self.data)
        if not kit_forms.in_background(self.request):
            self.document = self._document()

    def save(self):
        failures = self._begin_all()
        if len(failures) == len(self.selection):
            sentences = [self._named(*failure) for failure in failures]
            if self.faults:  # as a page without scripts says it
                sentences = [f"{path}: {' '.join(text)}" for path, text in self.faults.items()]
            self.form.add_error(None, sentences)
            return None
        self.faults = None
        for name, reason in failures:
            messages.error(self.request, f"{name}: {reason}")
        if len(self.selection) > 1:
            return self.back_url()
        return reverse(f"{_NAMESPACE}:cluster", args=[self.owner.id, self.selection[0].moid])

    def field_errors(self):
        return self.faults or super().field_errors()

    def context(self):
        resource = self.selection[0].resource
        return {
            "vcenter": self.owner,
            "selection": self.selection,
            "provisioned": all(item.state == esx_states.PROVISIONED for item in self.selection),
            "kept": self.kept,
            "kept_names": networks.names(self.kept),
            "source": self.form["source"].value() or (_KEPT if self.kept else _FORM),
            **networks.for_page(self.request, self.document, resource=resource),
        }

    def _find(self):
        """The vCenter, and those of its clusters that are chosen and imported."""
        names = self.request.GET if self.data is None else self.data
        moids = names.getlist("cluster")[:_MOST]
        ident = self.kwargs["vcenter"]
        # Threads only read what the session holds.
        scopes.project_session(self.request)
        owner, clusters = gather(
            lambda: esx.vcenter(self.request, ident), lambda: esx.clusters(self.request, ident)
        )
        return owner, [item for item in clusters.clusters if item.moid in moids and item.resource]

    def _document(self):
        """What the form of the networks begins with."""
        if self.data is not None:
            profile, text = self.data.get("profile", ""), self.data.get("network", "")
        else:
            profile = self.request.GET.get("profile", "")
            text = "" if profile else self.kept
        return networks.start(self.request, profile, text)

    def _begin_all(self):
        """Begin each activation: ``(name, reason)`` of those that were refused."""
        clusters = {cluster.resource: cluster for cluster in self.selection}
        # Threads only read what the session holds.
        scopes.project_session(self.request)
        return [
            (clusters[result["id"]].name, result["reason"])
            for result in kit_actions.each(list(clusters), self._begin)
            if not result["ok"]
        ]

    def _begin(self, resource):
        data = self.form.cleaned_data
        try:
            esx.activate(
                self.request,
                resource,
                network=data["network"],
                profile=data["profile"] or None,
                key=f"{self.key}-{resource}",
            )
        except errors.Invalid as exc:
            self.faults = {**(self.faults or {}), **exc.fields}
            raise

    def _named(self, name, reason):
        return reason if len(self.selection) == 1 else f"{name}: {reason}"
