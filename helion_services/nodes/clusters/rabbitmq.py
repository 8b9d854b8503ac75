"""A member of RabbitMQ, by its management API. Its user needs the tag ``monitoring``."""

import json

from helion_services.base.messages import Message
from helion_services.nodes.clusters import failures, pages
from helion_services.nodes.clusters.failures import Unanswered
from helion_services.nodes.clusters.records import IMPAIRED, READY, UNREACHABLE, Member


def read(name, address, options):
    """The :class:`Member` on controller ``name``; ``options`` are those of :func:`.pages.fetch`.

    :param address: URL of the management API, without ``/api``
    """
    try:
        own = _load(f"{address.rstrip('/')}/api/overview", options)
        nodes = _load(f"{address.rstrip('/')}/api/nodes", options)
        return judge(name, own["node"], nodes)
    except Unanswered as exc:
        return Member(name, UNREACHABLE, exc.message)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Member(name, UNREACHABLE, failures.unreadable(address))


def judge(name, own, nodes):
    """The :class:`Member` for the list ``/api/nodes``, of which ``own`` is the answering node."""
    by_name = {node["name"]: node for node in nodes}
    node = by_name[own]
    running = {node["name"] for node in nodes if node.get("running")}
    apart = sorted(node.get("partitions") or ())
    view = " ".join(sorted(running - set(apart)))
    if apart:
        reason = Message(
            "rabbitmq-partition",
            "RabbitMQ on {name} was separated from {nodes}, and has not joined them again.",
            name=name,
            nodes=apart,
        )
        return Member(name, IMPAIRED, reason, view)
    if not node.get("running"):
        return Member(
            name, IMPAIRED, Message("rabbitmq-stopped", "RabbitMQ on {name} is stopped.", name=name)
        )
    if node.get("mem_alarm") or node.get("disk_free_alarm"):
        reason = Message(
            "rabbitmq-alarm",
            "RabbitMQ on {name} accepts no messages: its memory or its disk is full.",
            name=name,
        )
        return Member(name, IMPAIRED, reason, view)
    return Member(name, READY, view=view)


def _load(url, options):
    return json.loads(pages.fetch(url, options))
