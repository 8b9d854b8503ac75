"""The step that makes sure that nothing is left on hosts."""

import time

from helion_services.base.operations import Step
from helion_services.base.overcloud import api, services, vms
from helion_services.base.overcloud.naming import MANY, listing
from helion_services.base.overcloud.patience import patiently
from helion_services.nodes.flows.drain.migrator import MoveFailed
from helion_services.nodes.flows.drain.move import busy
from helion_services.nodes.overcloud import migrations

_LONGEST = 60.0  # seconds


class VerifyEmpty(Step):
    """Fails unless no virtual machine is on the hosts, nor on its way from or to them."""

    def __init__(self, hosts):
        super().__init__("empty", f"See that nothing is left on {listing(hosts)}")
        self._hosts = hosts

    def run(self, work):
        nova = api.compute(work.clouds)
        end = time.monotonic() + _LONGEST
        while True:
            work.check()
            left = patiently(work, lambda: self._left(nova))
            if not left:
                return
            if time.monotonic() > end:
                raise MoveFailed(f"The hosts are not empty: {listing(left, MANY)}.")
            work.sleep(work.poll)

    def _left(self, nova):
        found = services.of(self._hosts, services.services(nova))
        texts = []
        for host in self._hosts:
            name = found[host].host if host in found else host
            texts += [f"{vm.name} is on {host}" for vm in vms.on_host(nova, name)]
            texts += _moving(nova, name)
        return texts


def _moving(nova, host):
    for migration in migrations.unsettled(nova, host):
        vm = vms.get(nova, migration.vm)
        # A record that nobody ended may stay behind; then nothing is going on.
        if vm and vm.host != host and (busy(vm) or vm.status == "VERIFY_RESIZE"):
            yield f"{vm.name} is being moved ({migration.status})"
