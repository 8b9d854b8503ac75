"""The row of ESX hosts, fetched cluster by cluster and only where they are drawn."""

from helion_dashboard.kit.topology import esx, rows
from helion_dashboard.kit.topology.health import FAILED, OK, WARNING
from helion_dashboard.kit.topology.rows import Row

_TROUBLED = 20  # clusters that have lost hosts, whose hosts are listed in a closed row


def row(role, group, inventory, ask, query):
    """The :class:`~.rows.Row` of all hosts, with those as members that are drawn.

    :param ask: ``ask(clusters)`` -> hosts of each, ``None`` if they cannot be told; or ``None``:
        hosts are then only counted
    :param query: the :class:`~.query.Query` that says whether the row is open, and where
    """
    clusters = inventory.clusters
    total, connected, maintenance = esx.host_count(inventory)
    if ask is not None and total <= rows.PAGE:
        return Row(role, group, _members(role, clusters, ask))
    pages = _pages(clusters)
    number = _number(pages, role, query) if ask and _is_open(role, query) else None
    shown = pages[number] if number is not None else _troubled(clusters)
    result = Row(role, group, _members(role, shown, ask) if ask else [], total)
    if result.members is None:
        return result
    counts = {OK: connected - maintenance, WARNING: maintenance, FAILED: total - connected}
    result.counted = {
        "health": {name: count for name, count in counts.items() if count},
        "attachments": [
            {"network": attachment.network, "planned": connected, "down": total - connected}
            for attachment in role.networks
        ],
    }
    if number is None:
        result.unlisted = total - connected - sum(member.single for member in result.members)
    else:
        result.start = sum(cluster.hosts.total for page in pages[:number] for cluster in page)
        result.turns = _turns(pages, number)
    return result


def _members(role, clusters, ask):
    listed = ask(clusters)
    if listed is None:
        return None
    pairs = zip(clusters, listed, strict=True)
    return [member for cluster, hosts in pairs for member in esx.hosts(role, cluster, hosts)]


def _is_open(role, query):
    return role.id in query.opened or "/" in query.node


def _troubled(clusters):
    return [cluster for cluster in clusters if cluster.hosts.connected < cluster.hosts.total][
        :_TROUBLED
    ]


def _pages(clusters):
    """Clusters one after another, for each page as many as fill it with their hosts."""
    pages, room = [[]], rows.PAGE
    for cluster in clusters:
        if pages[-1] and cluster.hosts.total > room:
            pages.append([])
            room = rows.PAGE
        pages[-1].append(cluster)
        room -= cluster.hosts.total
    return pages


def _number(pages, role, query):
    """Index of the requested page; the first if the request names none."""
    cluster_id = query.node.partition("/")[0]
    marker = query.after.get(role.id, "").partition("/")[0]
    for number, page in enumerate(pages):
        if any(cluster.id == cluster_id for cluster in page):
            return number
        if page and page[-1].id == marker:
            return min(number + 1, len(pages) - 1)
    return 0


def _turns(pages, number):
    """The markers of the pages before and after this one."""
    markers = {}
    if number + 1 < len(pages):
        markers["next"] = f"{pages[number][-1].id}/"
    if number:
        markers["previous"] = f"{pages[number - 2][-1].id}/" if number > 1 else ""
    return markers
