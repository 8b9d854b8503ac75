"""HAProxy on a controller, by the CSV of its statistics."""

import csv
import dataclasses
import io
import re

from helion_services.base.messages import Message
from helion_services.nodes.clusters import failures, pages
from helion_services.nodes.clusters.failures import Unanswered
from helion_services.nodes.clusters.records import READY, UNREACHABLE, Member

_SERVER = "2"  # a row's type, of HAProxy's management guide
_UP = ("UP", "no check")
_TITLE = re.compile(r"<title>Statistics Report for HAProxy on ([^<\s]+)")  # by "stats show-node"


@dataclasses.dataclass(frozen=True)
class Proxy(Member):
    """A member that says which servers are behind it.

    :ivar backends: pairs of a back end's name and the names of its servers that are up
    """

    backends: tuple = ()


def read(name, address, options):
    """The :class:`Proxy` on controller ``name``; ``options`` are those of :func:`.pages.fetch`.

    :param address: URL of the page with the statistics
    """
    try:
        backends = parse(pages.fetch(f"{address};csv", options))
    except Unanswered as exc:
        return Proxy(name, UNREACHABLE, exc.message)
    except (KeyError, csv.Error):
        return Proxy(name, UNREACHABLE, failures.unreadable(address))
    return Proxy(name, READY, backends=backends)


def locate(host, address, options):
    """Where the HAProxy that answers at an address runs: a :class:`Member` with its node as view.

    :param host: the name of the :class:`Member`
    :param address: URL of the page with the statistics
    """
    try:
        match = _TITLE.search(pages.fetch(address, options))
    except Unanswered as exc:
        return Member(host, UNREACHABLE, exc.message)
    if match is None:
        reason = Message(
            "haproxy-without-node",
            "HAProxy at {address} does not name its node. Add “stats show-node” there.",
            address=address,
        )
        return Member(host, UNREACHABLE, reason)
    return Member(host, READY, view=match[1])


def parse(text):
    """The back ends of a CSV, as :attr:`Proxy.backends`; KeyError for another text."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("# ")))
    if "pxname" not in (reader.fieldnames or ()):
        raise KeyError("pxname")
    backends = {}
    for row in reader:
        if row["type"] == _SERVER:
            servers = backends.setdefault(row["pxname"], [])
            if (row["status"] or "").startswith(_UP):
                servers.append(row["svname"])
    return tuple((name, tuple(servers)) for name, servers in backends.items())
