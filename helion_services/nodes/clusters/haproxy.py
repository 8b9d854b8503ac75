"""HAProxy on a controller, by the CSV of its statistics."""

import csv
import dataclasses
import io

from helion_services.nodes.clusters import failures, pages
from helion_services.nodes.clusters.failures import Unanswered
from helion_services.nodes.clusters.records import READY, UNREACHABLE, Member

_SERVER = "2"  # a row's type, of HAProxy's management guide
_UP = ("UP", "no check")


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
