"""Steps about switches and port groups."""

from helion_services.base.messages import Message
from helion_services.eon import properties
from helion_services.eon.flows import hlm, record, sharing
from helion_services.eon.flows.step import NetworkStep
from helion_services.eon.flows.switching import clear, detach, ensure, made
from helion_services.eon.flows.visit import visit


class MakeNetwork(NetworkStep):
    """Makes the switches and port groups that are missing; undoing removes those."""

    def __init__(self, target, wanted):
        super().__init__(
            target,
            "network",
            Message("step-create-network", "Create switches and port groups"),
            wanted,
        )

    def run(self, work):
        record.put(work, self.target, properties.NETWORK, self.wanted)
        sharing.keep_for_datacenter(work, self.target, self.wanted)
        for number, switch in enumerate(self.switches):
            self._visit(work, ensure, switch)
            work.progress(100 * (number + 1) / len(self.switches), switch.name)

    def undo(self, work):
        for switch in reversed(self.switches):
            if switch.name in made(work):
                self._visit(work, clear, switch, own=True)
        sharing.drop_for_datacenter(work, self.target)

    def _visit(self, work, act, switch, **how):
        visit(work, self.target, lambda vc: act(work, vc, self.target, switch, **how))


class RemoveNetwork(NetworkStep):
    """Removes what the service made for the cluster's network and nobody else uses."""

    def __init__(self, target, wanted):
        title = Message("step-remove-network", "Remove unused switches and port groups")
        super().__init__(target, "network", title, wanted)

    def run(self, work):
        for switch in reversed(self.switches):
            visit(work, self.target, lambda vc, switch=switch: self._remove(work, vc, switch))

    def _remove(self, work, vc, switch):
        hosts = hlm.attached(work, self.target).get(switch.name, ())
        detach(work, vc, self.target, switch.name, hosts)
        clear(work, vc, self.target, switch)
