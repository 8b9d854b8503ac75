"""The page that says how the compute proxies of a vCenter, or that of a cluster, are deployed."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from helion_dashboard import policy
from helion_dashboard.admin.esx import forms
from helion_dashboard.api.esx import client as esx
from helion_dashboard.kit import rules
from helion_dashboard.kit.forms import FormPage, NotPossibleError

_GET, _SET = "esx_proxy:get", "esx_proxy:set"
_NAMESPACE = "horizon:admin:uc_esx"


class _ProxyPage(FormPage):
    """The settings; sent with ``do=forget`` they are removed."""

    template = "helion_dashboard/esx/proxy.html"
    stylesheet = "helion_dashboard/css/esx.css"

    #: What has a name: the vCenter or the cluster.
    owner = None
    of_cluster = False

    def find(self):
        """Whose settings they are, as keywords, and :attr:`owner`; may raise service errors."""
        raise NotImplementedError

    rules = (_GET, _SET)

    @property
    def rule(self):
        return _GET if self.data is None else _SET

    @property
    def title(self):
        return _("Compute proxy: %s") % self.owner.name if self.owner else _("Compute proxy")

    @property
    def back(self):
        return self.owner.name if self.owner else _("Back")

    def prepare(self):
        self.whose, self.owner = self.find()
        self.settings = esx.proxy(self.request, **self.whose)
        self.forgets = self.data is not None and self.data.get("do") == "forget"
        initial, choices = self.initial(), self.settings.choices
        if self.forgets:
            # What is kept needs no check to be removed.
            self.form = forms.ProxyForm(
                initial,
                initial=initial,
                choices=choices,
                empty_permitted=True,
                use_required_attribute=False,
            )
        else:
            self.form = forms.ProxyForm(self.data, initial=initial, choices=choices)

    def initial(self):
        proxy = self.settings.proxy
        if proxy is None:  # a cluster is in a datacenter, a vCenter has several
            return {"datacenter": self.owner.datacenter.name} if self.of_cluster else {}
        names = ("datacenter", "port_group", "hostname", *forms.ProxyForm.static)
        values = {name: getattr(proxy, name) for name in names}
        if self.settings.choices:
            values["port_group"] = proxy.port_group_moid or self._moid(proxy) or proxy.port_group
        return values | {"dhcp": "yes" if proxy.dhcp else "no"}

    def _moid(self, proxy):
        """The moid of a port group that was set by its name, if only one has that name."""
        moids = [
            group.moid
            for choice in self.settings.choices
            for group in choice.networks
            if (choice.datacenter, group.name) == (proxy.datacenter, proxy.port_group)
        ]
        return moids[0] if len(moids) == 1 else None

    def _is_ambiguous(self):
        """Whether a port group is set that is not one of the choices: it must be chosen again."""
        where, group = self.form["datacenter"].value(), self.form["port_group"].value()
        networks = self.form.networks
        return bool(networks and group) and group not in networks.get(where, {})

    def save(self):
        if self.forgets:
            esx.forget_proxy(self.request, **self.whose)
            messages.success(self.request, _("Proxy settings removed."))
        else:
            esx.set_proxy(self.request, self.form.proxy(), **self.whose)
            messages.success(self.request, _("Proxy settings saved."))
        return self.back_url()

    def context(self):
        may = policy.allowed(self.request, _SET)
        return {
            "owner": self.owner,
            "places": [self.form[name] for name in ("datacenter", "port_group")],
            "settings": self.settings,
            "groups": self.form.groups,
            "ambiguous": self._is_ambiguous(),
            "can_set": may and self.settings.changeable,
            "refusal": "" if may else rules.not_allowed_note(_SET),
        }


class OfVCenter(_ProxyPage):
    """For all clusters of a vCenter."""

    name = "proxy"

    def find(self):
        ident = self.kwargs["vcenter"]
        return {"vcenter": ident}, esx.vcenter(self.request, ident)

    def back_url(self):
        return reverse(f"{_NAMESPACE}:detail", kwargs=self.kwargs)


class OfCluster(_ProxyPage):
    """The settings of a cluster, which override those of its vCenter."""

    name = "cluster_proxy"
    of_cluster = True

    def find(self):
        cluster = esx.cluster(self.request, self.kwargs["vcenter"], self.kwargs["moid"])
        if not cluster.resource:
            raise NotPossibleError(_("Import the cluster first."))
        return {"resource": cluster.resource}, cluster

    def back_url(self):
        return reverse(f"{_NAMESPACE}:cluster", kwargs=self.kwargs)
