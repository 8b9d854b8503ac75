"""The step that rebuilds virtual machines of hosts that are down on other hosts."""

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.base.operations.patience import patiently
from helion_services.nodes.flows.drain.hosts import PASSES, nova_names
from helion_services.nodes.flows.drain.migrator import (
    MigrationFailed,
    Migrator,
    VmMigration,
    settle,
)
from helion_services.overcloud import api, vms

_NOTE = "evacuations"  # key of a note: it is stored


class EvacuateHosts(Step):
    """Rebuilds every virtual machine of hosts that are down on other hosts.

    Undoing waits for those under way and leaves them where they are: nothing returns to a host that
    is down.
    """

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

    def _remaining(self, nova, pending):
        names = nova_names(nova, self._hosts)
        return [vm for name in names for vm in vms.on_host(nova, name) if vm.id not in pending]
