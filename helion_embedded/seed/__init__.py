"""Demo data, created through the public APIs of the services.

:func:`run` is the child process that the supervisor starts beside the services. Each part waits
for the services it talks to, so the parts go in while others still start.
"""

import concurrent.futures
import time

from helion_embedded import openstack, probe
from helion_embedded.identity import adapter, connect
from helion_embedded.logins import OVERCLOUD
from helion_embedded.seed import (
    bulk,
    carrier_grade,
    flavors,
    images,
    networks,
    nodes,
    overcloud,
    progress,
    repository,
    source,
    volume_types,
)

_TITLES = {
    "volume_types": "volume types",
    "overcloud": "flavors of the overcloud",
    "carrier_grade": "networks of Carrier Grade",
    "source": "source of updates",
    "repository": "repository of backups",
    "bulk": "further nodes",
}


def run(instance):
    """Put in the parts that are missing; a line is printed for each. HTTP errors are fatal."""
    done, missing, tasks = progress.load(instance), progress.missing(instance), {}

    def can_clean():
        # Cleaning a node takes a port on the provisioning network.
        if "networks" in tasks:
            return tasks["networks"].done() and tasks["networks"].result() > 0
        return not instance.has("neutron") or probe.answers_now(_health(instance, "neutron"))

    probe.wait(instance.auth_url)
    project, system = connect(instance), connect(instance, project=None)
    parts = {
        "networks": lambda: networks.ensure(adapter(project, "network")),
        "carrier_grade": lambda: networks.ensure(
            adapter(project, "network"), carrier_grade.NETWORKS
        ),
        "nodes": lambda: nodes.ensure(instance, system, done.get("nodes", 0), can_clean),
        "images": lambda: images.ensure(adapter(project, "image")),
        "flavors": lambda: flavors.ensure(adapter(project, "compute")),
        "volume_types": lambda: volume_types.ensure(adapter(project, "block-storage")),
        "source": lambda: source.ensure(
            adapter(project, "content-distribution"),
            openstack.SERVICES["distribution"],
            instance,
        ),
        "repository": lambda: repository.ensure(adapter(system, "undercloud-backup"), instance),
        "overcloud": lambda: overcloud.ensure(
            adapter(project, "image"), adapter(project, "compute", OVERCLOUD)
        ),
    }
    with concurrent.futures.ThreadPoolExecutor(len(parts)) as pool:
        for part in filter(parts.__contains__, missing):
            tasks[part] = pool.submit(_put_in, instance, part, parts[part])
        names = {task: part for part, task in tasks.items()}
        for task in concurrent.futures.as_completed(names):
            done[names[task]] = task.result()
            progress.save(instance, done)
    if "bulk" in missing:
        done["bulk"] = _put_in(instance, "bulk", lambda: bulk.ensure(instance, done.get("bulk", 0)))
        progress.save(instance, done)


def _put_in(instance, part, ensure):
    for name in progress.needs(part):
        probe.wait(_health(instance, name), ca=openstack.SERVICES[name].ca(instance))
    began = time.monotonic()
    count = ensure()
    print(f"{count} {_TITLES.get(part, part)} in {time.monotonic() - began:.1f} s", flush=True)
    return count


def _health(instance, name):
    return openstack.SERVICES[name].health(instance)
