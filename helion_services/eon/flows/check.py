"""The step that checks everything before anything is created."""

import os

from helion_services.base import error_bounds
from helion_services.base.messages import Message
from helion_services.base.tls import trust
from helion_services.eon import network, problems, readiness, states
from helion_services.eon.flows import record
from helion_services.eon.flows.placement import place
from helion_services.eon.flows.step import ClusterStep
from helion_services.eon.flows.vcenter_call import look, visit
from helion_services.eon.models import Manager
from helion_services.eon.proxy import nova_options
from helion_services.eon.vcenter import machines, members, switches

_FROM = "came from"
_OPENING = {
    states.IMPORTED: states.PROVISION_INITIATED,
    states.PROVISIONED: states.ACTIVATION_INITIATED,
}
_OPENED = {after: before for before, after in _OPENING.items()}


class Unfit(Exception):
    """A cluster, or the request, is not fit for the operation."""


class CheckActivation(ClusterStep):
    """Checks whether a cluster can be activated; creates nothing."""

    def __init__(self, request):
        target = request.target
        title = Message(
            "step-check-activation", "Check {cluster} and its network", cluster=target.name
        )
        super().__init__(target, "check", title)
        self._request = request

    def run(self, work):
        self._enter(work)
        broken = network.check(self._request.network, self._request.profile)
        faults = [
            Message("network-fault", "{path}: {reason}", path=fault.path, reason=fault.message)
            for fault in broken[: error_bounds.MOST]
        ]
        faults += _configuration_faults(work.runtime.conf.eon)
        if not work.clouds.has("overcloud"):
            faults.append(
                Message(
                    "overcloud-not-configured",
                    "The configuration has no credentials for the overcloud, whose Nova is"
                    " required.",
                )
            )
        if not faults:
            faults = visit(work, self.target, lambda vc: self._faults(work, vc))
        if faults:
            raise Unfit(Message("cluster-unfit", "{reasons}", reasons=faults))
        self._warn(work)

    def undo(self, work):
        """Back to where it came from, unless something could not be taken back."""
        came_from = work.recall(_FROM, self._request.state)
        if came_from is None:  # tried again, and cancelled before it began
            return
        left = (work.error or {}).get("left")
        if came_from == states.IMPORTED and not left:
            record.clear(work, self.target)
        now = record.state(work, self.target)
        kept = left and now not in (states.PROVISION_INITIATED, states.IMPORTED)
        record.move(work, self.target, states.PROVISIONED if kept else came_from)

    def _enter(self, work):
        now = record.state(work, self.target)
        if now not in (*_OPENING, *_OPENED):
            raise problems.invalid_state(now, list(_OPENING))
        work.note(_FROM, _OPENED.get(now, now))
        record.move(work, self.target, _OPENING.get(now, now))

    def _warn(self, work):
        """Report what may fail in the proxy and cannot be checked here."""
        with work.runtime.db.reader() as session:
            ca_pem = session.get(Manager, self.target.manager).ca_pem
        if ca_pem and not trust.has_root(ca_pem):
            work.say(
                Message(
                    "certificate-not-self-signed",
                    "The trusted certificate of the vCenter is not self-signed. A compute proxy"
                    " with Python before 3.13 rejects it. If the proxy does not come up, trust the"
                    " certificate of the authority instead.",
                )
            )

    def _faults(self, work, vc):
        cluster = look(vc, self.target)
        planned = network.plan(self._request.network, self.target.name)
        datacenter = self.target.datacenter_of(vc)
        faults = readiness.cluster_faults(cluster, self.target.datacenter)
        faults += members.unfit(vc, connected(cluster), planned)
        for switch in planned:
            dvs = switches.find(vc, datacenter, switch.name)
            if dvs is not None:
                switches.missing_groups(vc, datacenter, dvs, switch)
        port_group = record.chosen_port_group(work, self.target)
        if port_group and port_group[0] not in {g.name for s in planned for g in s.port_groups}:
            machines.networks(vc, self.target.cluster_of(vc), [port_group])
        template = template_name(work, self._request.network)
        machines.template(vc, datacenter, template)
        if not faults:
            place(work, vc, self.target)
        return faults


def _configuration_faults(options):
    faults = nova_options.wrong(options.proxy_vmware_options)
    base = options.proxy_nova_conf
    if base and not os.access(base, os.R_OK):
        faults.append(
            Message("file-unreadable", "The configured file {file} cannot be read.", file=base)
        )
    return faults


def connected(cluster):
    """The moids of the hosts of an inventory's cluster that vCenter can use at the moment."""
    return [host.moid for host in cluster.hosts if host.is_connected]


def template_name(work, document):
    """The name of the template of the proxy."""
    return document.proxy.template or work.runtime.conf.eon.proxy_template
