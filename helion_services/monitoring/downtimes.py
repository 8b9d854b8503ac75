"""Downtimes for what operations work on: as long as one runs, and no longer.

The truth is the list of operations that have not ended. What Icinga has with our mark and without
an operation is removed, so a crash leaves nothing behind. Each downtime ends after an hour anyway
and is renewed before, so not even the end of this service does.
"""

import dataclasses
import logging
import time

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors
from helion_services.base.problems import Unavailable
from helion_services.monitoring.icinga import Refused

LOG = logging.getLogger(__name__)

#: Where operations are, by the service's type: what is below its address in the catalogue.
SERVICES = {
    "node-lifecycle": "/operations",
    "storage-configuration": "/operations",
    "esx_onboarder": "/v2/operations",
    "content-distribution": "/operations",
    "undercloud-backup": "/operations",
}
_ACTIVE = "queued,running,reverting"
_LENGTH = 3600  # seconds
_RENEW = 1200  # seconds before the end
_MOST = 1000
_ATTRS = ("name", "host_name", "service_name", "comment", "end_time")


@dataclasses.dataclass(frozen=True)
class Work:
    """An operation that has not ended, and names of the hosts it works on."""

    operation: str
    title: str
    hosts: frozenset


def author(namespace):
    """The author of these downtimes."""
    return f"{namespace}-operations"


def running(runtime):
    """Operations that have not ended: dicts. Raises :class:`Unavailable` or keystoneauth's."""
    rows = {}
    for service_type, path in SERVICES.items():
        api = runtime.clouds.adapter("undercloud_system", service_type)
        try:
            answer = api.get(path, params={"state": _ACTIVE, "limit": _MOST})
        except keystoneauth.EndpointNotFound:
            continue
        rows |= {row["id"]: row for row in answer.json()["operations"]}
    return list(rows.values())


def works(operations, inventory, namespace):
    """The :class:`Work` of each operation that works on something that is watched."""
    by_resource = {}
    for target in inventory.targets:
        for resource in target.resources:
            by_resource.setdefault(resource, set()).add(target.name(namespace))
    for operation in operations:
        hosts = set().union(*(by_resource.get(name, ()) for name in operation["resources"]))
        if hosts:
            yield Work(operation["id"], operation["title"], frozenset(hosts))


def reconcile(icinga, desired, namespace, moment=None):
    """Make the downtimes of operations what ``desired`` says, :class:`Work` each.

    Returns ``(scheduled, removed)``, numbers of hosts and of downtimes.
    """
    moment = moment or time.time()
    rows = icinga.select(
        "downtimes",
        _ATTRS,
        condition="downtime.author == author",
        values={"author": author(namespace)},
    )
    by_key = {(work.operation, host): work for work in desired for host in work.hosts}
    lasting, stale = set(), []
    for row in rows:
        key = (row["attrs"]["comment"].partition(" ")[0], row["attrs"]["host_name"])
        if key in by_key and row["attrs"]["end_time"] - moment > _RENEW:
            lasting.add(key)
        elif not row["attrs"]["service_name"] or key not in by_key:
            stale.append(row["name"])
    missing = [key for key in by_key if key not in lasting]
    _log(icinga.each(lambda key: _schedule(icinga, by_key[key], key[1], namespace), missing))
    _log(icinga.each(lambda name: _remove(icinga, name), stale))
    return len(missing), len(stale)


def hold(runtime, icinga, inventory, namespace):
    """One round: what operations work on is in downtime; a message if that cannot be found out."""
    try:
        operations = running(runtime)
    except (keystoneauth.ClientException, Unavailable) as exc:
        return (
            getattr(exc, "message", None)
            if isinstance(exc, Unavailable)
            else (cloud_errors.message(exc))
        )
    reconcile(icinga, list(works(operations, inventory, namespace)), namespace)
    return None


def _schedule(icinga, work, host, namespace):
    moment = time.time()
    icinga.act(
        "schedule-downtime",
        "host",
        host,
        author=author(namespace),
        comment=f"{work.operation} {work.title}",
        start_time=moment,
        end_time=moment + _LENGTH,
        fixed=True,
        all_services=True,
    )


def _remove(icinga, name):
    try:
        icinga.act("remove-downtime", "downtime", name)
    except Refused as exc:
        if exc.status != 404:  # it left with another one
            raise


def _log(failures):
    for failure in filter(None, failures):
        LOG.warning("a downtime could not be changed: %s", failure)
