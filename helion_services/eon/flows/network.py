"""Steps about switches and port groups."""

from helion_services.eon import network, properties
from helion_services.eon.flows import hlm, record, sharing
from helion_services.eon.flows.step import ClusterStep
from helion_services.eon.flows.switching import clear, detach, ensure
from helion_services.eon.flows.visit import visit


class MakeNetwork(ClusterStep):
    """Makes the switches and port groups that are missing; undoing removes those."""

    def __init__(self, target, wanted):
        super().__init__(target, "network", "Make switches and port groups")
        self._wanted = wanted
        self._switches = network.plan(wanted, target.name)

    def run(self, work):
        record.put(work, self.target, properties.NETWORK, self._wanted)
        sharing.keep_for_datacenter(work, self.target, self._wanted)
        for number, switch in enumerate(self._switches):
            self._visit(work, ensure, switch)
            work.progress(100 * (number + 1) / len(self._switches), switch.name)

    def undo(self, work):
        for switch in reversed(self._switches):
            self._visit(work, clear, switch, own=True)
        sharing.drop_for_datacenter(work, self.target)

    def _visit(self, work, act, switch, **how):
        visit(work, self.target, lambda vc: act(work, vc, self.target, switch, **how))


class RemoveNetwork(ClusterStep):
    """Removes what the service made for the cluster's network and nobody else uses."""

    def __init__(self, target, wanted):
        super().__init__(target, "network", "Remove switches and port groups that nobody uses")
        self._switches = network.plan(wanted, target.name) if wanted else ()

    def run(self, work):
        for switch in reversed(self._switches):
            visit(work, self.target, lambda vc, switch=switch: self._remove(work, vc, switch))

    def _remove(self, work, vc, switch):
        hosts = hlm.attached(work, self.target).get(switch.name, ())
        detach(work, vc, self.target, switch.name, hosts)
        clear(work, vc, self.target, switch)
