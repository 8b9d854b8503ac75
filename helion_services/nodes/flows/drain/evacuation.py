"""The step that rebuilds virtual machines of hosts that are down on other hosts."""

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.base.operations.patience import patiently
from helion_services.nodes.flows.drain.hosts import PASSES, nova_names
from helion_services.nodes.flows.drain.migrator import MigrationFailed, Migrator
from helion_services.nodes.flows.drain.modes import VmMigration
from helion_services.nodes.flows.drain.settling import settle
from helion_services.overcloud import api, vms

_NOTE = "evacuations"  # key of a note: it is stored


class EvacuateHosts(Step):
    """Rebuilds every virtual machine of hosts that are down on other hosts.

    Undoing waits for those under way and leaves them where they are: nothing returns to a host that
    is down.
    """

    weight = 10

    def __init__(self, hosts):
        super().__init__(
            "evacuate",
            Message(
                "evacuate-hosts",
                "Rebuild the virtual machines of {hosts} on other hosts",
                hosts=list(hosts),
            ),
        )
        self._hosts = hosts

    def run(self, work):
        nova = api.compute(work.clouds)
        migrator = Migrator(work, nova, _NOTE)
        for _ in range(PASSES):
            remaining = patiently(work, lambda: self._remaining(nova, migrator.migrations))
            migrator.add(VmMigration(vm.id, vm.name, vm.host, evacuate=True) for vm in remaining)
            if not migrator.migrations:
                return
            failures = migrator.run()
            if failures:
                raise MigrationFailed(*failures.values())
            if not remaining:
                return

    def undo(self, work):
        if work.recall(_NOTE):
            nova = api.compute(work.clouds)
            begun = Migrator(work, nova, _NOTE).migrations.values()
            settle(work, nova, [migration for migration in begun if migration.tries])
            self._name_moved(work, nova, begun)

    def _name_moved(self, work, nova, begun):
        """Name the virtual machines that stay where they were rebuilt."""
        vm_of = {
            each.vm: patiently(work, lambda each=each: vms.get(nova, each.vm)) for each in begun
        }
        moved = [each.name for each in begun if _has_moved(vm_of[each.vm], each)]
        if moved:
            work.say(
                Message(
                    "vms-stay-evacuated",
                    "{vms} stay on the hosts where they were rebuilt: {hosts} are down.",
                    vms=moved,
                    hosts=list(self._hosts),
                )
            )

    def _remaining(self, nova, pending):
        names = nova_names(nova, self._hosts)
        return [vm for name in names for vm in vms.on_host(nova, name) if vm.id not in pending]


def _has_moved(vm, migration):
    return vm is not None and vm.host != migration.source
