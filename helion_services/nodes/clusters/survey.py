"""All clusters at one moment: every member is read at the same time, and nobody waits for long."""

import concurrent.futures
import dataclasses
import logging
import time
import types
import urllib.parse

from helion_services.base.threads import Pool
from helion_services.nodes.clusters import failures, galera, haproxy, rabbitmq
from helion_services.nodes.clusters.records import (
    DIVIDED,
    STOPPED,
    UNREACHABLE,
    Cluster,
    Member,
    Singleton,
    VirtualAddress,
    majority,
)

LOG = logging.getLogger(__name__)

# Kind, product, how a member is read, and how many members are needed.
_KINDS = (
    ("galera", "Galera", galera.read, majority),
    ("rabbitmq", "RabbitMQ", rabbitmq.read, majority),
    ("haproxy", "HAProxy", haproxy.read, lambda members: 1),
)
_VIRTUAL = "virtual address"
_MARGIN = 1.0  # seconds: a member that ends by its own timeout says why
_SETTLING = 1.0  # seconds until members that have just lost another agree again


@dataclasses.dataclass(frozen=True)
class Survey:
    """The clusters, checked or not, and what runs on one controller only.

    :ivar virtual_address: None if none is configured
    """

    clusters: tuple[Cluster, ...] = ()
    singletons: tuple[Singleton, ...] = ()
    virtual_address: VirtualAddress | None = None


def take(conf):
    """The :class:`Survey` of now.

    A cluster that seems divided or stopped is read again: its members are never read at the very
    same moment, and for a moment after a loss none of them serves.

    :param conf: the options of ``[nodes]``
    """
    survey = _take(conf)
    if any(cluster.state in (DIVIDED, STOPPED) for cluster in survey.clusters):
        time.sleep(_SETTLING)
        return _take(conf)
    return survey


def _take(conf):
    work = [
        (kind, read, name, address, _options(conf, kind))
        for kind, _title, read, _needed in _KINDS
        for name, address in sorted(conf[f"{kind}_members"].items())
    ]
    if conf.virtual_address:
        host = urllib.parse.urlsplit(conf.virtual_address).hostname or conf.virtual_address
        options = _options(conf, "haproxy")
        work.append((_VIRTUAL, haproxy.locate, host, conf.virtual_address, options))
    members = _read(work, 2 * conf.cluster_timeout + _MARGIN)
    clusters = tuple(
        _cluster(kind, title, needed, [member for own, member in members if own == kind])
        for kind, title, _read_member, needed in _KINDS
    )
    addresses = [_address(conf, member) for own, member in members if own == _VIRTUAL]
    return Survey(clusters, _singletons(conf, clusters), next(iter(addresses), None))


def _options(conf, kind):
    names = ("user", "password", "ca")
    values = {name: conf[f"{kind}_{name}"] for name in names}
    return types.SimpleNamespace(timeout=conf.cluster_timeout, **values)


def _read(work, seconds):
    """``[(kind, member)]``. Not joined: a thread that hangs ends later."""
    if not work:
        return []
    pool = Pool(len(work), thread_name_prefix="clusters")
    calls = [pool.submit(read, *arguments) for _kind, read, *arguments in work]
    concurrent.futures.wait(calls, seconds)
    pool.shutdown(wait=False, cancel_futures=True)
    return [
        (kind, _result(call, name, address))
        for call, (kind, _read_member, name, address, _options) in zip(calls, work, strict=True)
    ]


def _result(call, name, address):
    if not call.done():
        return Member(name, UNREACHABLE, failures.of(TimeoutError(), address))
    if call.exception():
        LOG.error("%s on %s cannot be read", address, name, exc_info=call.exception())
        return Member(name, UNREACHABLE, failures.unreadable(address))
    return call.result()


def _address(conf, member):
    """Its controller is the node there, which has the name of its server, or that and a domain."""
    node = member.view
    if node and node not in conf.haproxy_members:
        node = node.partition(".")[0]
    return VirtualAddress(member.name, node, member.reason)


def _cluster(kind, title, needed, members):
    return Cluster(kind, title, needed(members) if members else 0, tuple(members))


def _singletons(conf, clusters):
    """What is configured, and the back ends with a single server that is up."""
    singletons = {Singleton(name, controller) for name, controller in conf.singletons.items()}
    for cluster in clusters:
        for member in cluster.members:
            for name, servers in getattr(member, "backends", ()):
                if len(servers) == 1:
                    singletons.add(Singleton(name, servers[0]))
    return tuple(sorted(singletons, key=lambda each: (each.name, each.controller)))
