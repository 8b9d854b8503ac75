"""The list of vCenters, with the clusters that are in the cloud, and a vCenter's own page."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from helion_dashboard import config, policy
from helion_dashboard.admin.esx import actions
from helion_dashboard.admin.esx.clusters import Clusters, unrest
from helion_dashboard.api import errors, scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.esx import client as esx
from helion_dashboard.api.esx import states as esx_states
from helion_dashboard.kit import details, lists, live, rules
from helion_dashboard.kit.actions import result
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.list_query import Column
from helion_dashboard.templatetags import helion_esx

NAMESPACE = "horizon:admin:uc_esx"
STYLESHEET = "helion_dashboard/css/esx.css"
_CREATE = "vcenter:create"


class VCenters(lists.List):
    rule = "vcenter:list"
    namespace = NAMESPACE
    title = gettext_lazy("ESX")
    record_name = "vcenter"
    stylesheet = STYLESHEET
    css = "helion-cards"
    columns = (
        Column("name", gettext_lazy("vCenter"), "name"),
        Column("state", gettext_lazy("State"), "state"),
        Column("address", gettext_lazy("Address"), "place"),
        Column("clusters", gettext_lazy("Clusters")),
        Column("version", gettext_lazy("Version"), "version"),
        Column("contact", gettext_lazy("Last contact"), "last_contact"),
    )
    actions = actions.VCENTER
    cells = "helion_dashboard/esx/_vcenter_cells.html"
    empty = gettext_lazy(
        "Add ESX clusters of VMware vCenters to the cloud: register a vCenter, import its clusters,"
        " and activate them. Each activated cluster is a compute host of the overcloud."
    )

    @cached_property
    def answers(self):
        """All vCenters, and all imported clusters."""
        # Threads only read what the session holds.
        scopes.project_session(self.request)
        return gather(lambda: esx.vcenters(self.request), lambda: esx.resources(self.request))

    def load(self, query):
        vcenters, _resources = self.answers
        page = self.select(vcenters, query)
        return lists.Page(page.records, page.later, page.earlier, (*page.notices, *self._hints()))

    def item(self, record):
        return item(record)

    def buttons(self):
        drawing = url_or_none("horizon:admin:uc_topology:index")
        template = reverse(f"{NAMESPACE}:network")
        links = [
            *([lists.Link(_("Topology"), drawing)] if drawing else ()),
            lists.Link(_("Network template"), template),
        ]
        if policy.allowed(self.request, _CREATE):
            url = reverse(f"{NAMESPACE}:register")
            links.append(lists.Link(_("Register a vCenter"), url, "plus", primary=True))
        return links

    def counts(self, page):
        vcenters, resources = self.answers
        number = len(vcenters)
        yield lists.Count(ngettext("%d vCenter", "%d vCenters", number) % number)
        bad = sum(esx_states.vcenter_state(vcenter.state).failed for vcenter in vcenters)
        if bad:
            yield lists.Count(_("%d without contact") % bad, look="failed")
        if vcenters:
            number = sum(cluster.state == esx_states.ACTIVATED for cluster in resources)
            text = ngettext("%d cluster activated", "%d clusters activated", number)
            yield lists.Count(text % number)
            yield from unrest(resources)

    def perform(self, action, ids, inputs):
        if action.name == "unregister":
            return actions.results(ids, action.bulk(self.request, ids))
        if action.name == "restore_proxies":
            # Each has several clusters, and an answer for each of them.
            return [self._restore(ident) for ident in ids]
        return super().perform(action, ids, inputs)

    @cached_property
    def more(self):
        vcenters, resources = self.answers
        names = {vcenter.id: vcenter.name for vcenter in vcenters}
        return (ClustersInUse(self.request, resources, names),)

    def _hints(self):
        vcenters, _resources = self.answers
        if vcenters and not self.more[0].page.records:
            yield lists.Notice(_("No cluster is activated. Select a vCenter to see its clusters."))
        if not policy.allowed(self.request, _CREATE):
            sentence = _(
                "Your roles do not allow you to register vCenters. Ask a cloud administrator."
            )
            yield lists.Notice(rules.not_allowed_note(_CREATE, sentence))

    def _restore(self, vcenter):
        try:
            answers = esx.restore_proxies(self.request, vcenter)
        except errors.ServiceError as exc:
            return result(vcenter, exc.reason)
        if not answers:
            return result(vcenter, _("None of its clusters is activated."))
        failed = (f"{answer.name}: {answer.reason}" for answer in answers if not answer.ok)
        return result(vcenter, " ".join(failed))


class ClustersInUse(lists.List):
    """Clusters that are in the cloud, or failed to get there, below the vCenters."""

    namespace = NAMESPACE
    title = gettext_lazy("Clusters in the cloud")
    record_name = "cluster"
    css = "helion-cards"
    empty = gettext_lazy(
        "Clusters that are compute hosts of the overcloud, or are being activated. The page of a"
        " vCenter lists all its clusters."
    )

    def __init__(self, request, resources, names):
        """:param resources: all imported clusters; ``names`` of vCenters by their ids"""
        super().__init__(request)
        self.resources = resources
        self.names = names

    @property
    def columns(self):
        return (
            Column("name", _("Cluster")),
            Column("state", _("State"), draw=_state),
            Column("owner", _("vCenter"), draw=self._vcenter),
            Column("host", _("Compute host in Nova"), draw=_host),
        )

    def load(self, query):
        in_use = (item for item in self.resources if item.error or item.state in esx_states.IN_USE)
        return lists.Page(tuple(sorted(in_use, key=lambda cluster: cluster.name.lower())))

    def url(self, record):
        return reverse(f"{NAMESPACE}:cluster", args=[record.vcenter, record.moid])

    def _vcenter(self, cluster):
        url = reverse(f"{NAMESPACE}:detail", args=[cluster.vcenter])
        name = self.names.get(cluster.vcenter, cluster.vcenter)
        return format_html('<a href="{}">{}</a>', url, name)


class VCenter(details.Details):
    rule = "vcenter:get"
    namespace = NAMESPACE
    record_name = "vcenter"
    kind = gettext_lazy("vCenter")
    back = gettext_lazy("All vCenters")
    gone = gettext_lazy("The vCenter “%s” does not exist.")
    actions = actions.VCENTER
    template = "helion_dashboard/esx/vcenter.html"
    stylesheet = STYLESHEET

    def load(self):
        ident = self.kwargs["vcenter"]
        # Threads only read what the session holds.
        scopes.project_session(self.request)
        vcenter, self.inventory = gather(
            lambda: esx.vcenter(self.request, ident), lambda: esx.clusters(self.request, ident)
        )
        return vcenter

    def make_list(self):
        return Clusters(self.request, self.record.id, self.record, self.inventory)

    def item(self):
        return item(self.record)

    def poll(self):
        return live.settings(moving=config.get().poll_operation)

    def context(self):
        may = policy.allowed(self.request, "topology:see")
        drawing = url_or_none("horizon:admin:uc_topology:vcenter", self.record.id) if may else None
        return {"topology_url": drawing}


def item(record):
    """What menus need to know of a :class:`~.esx.vcenters.VCenter`."""
    cannot = {}
    active = record.clusters.active
    if active:
        text = ngettext(
            "%d cluster is in use. Deactivate it first.",
            "%d clusters are in use. Deactivate them first.",
            active,
        )
        cannot["unregister"] = text % active
    if not record.clusters.activated:
        cannot["restore_proxies"] = _("None of its clusters is activated.")
    return {"state": record.state, "cannot": cannot}


def _state(cluster):
    mark = helion_esx.cluster_state(cluster.state)
    if not cluster.error:
        return mark
    return format_html('{}<div class="helion-reason">{}</div>', mark, cluster.error.message)


def _host(cluster):
    return cluster.hypervisor and format_html(
        '<code class="helion-host">{}</code>', cluster.hypervisor
    )
