"""The row of ESX hosts: they are listed by cluster, so only those that are drawn are asked for."""

from helion_dashboard.kit.topology import esx, rows
from helion_dashboard.kit.topology.health import FAILED, OK, WARNING
from helion_dashboard.kit.topology.rows import Row

_TROUBLED = 20  # clusters that have lost hosts, whose hosts are listed in a closed row


def row(role, group, inventory, ask, asked):
    """The :class:`~.rows.Row` of all hosts, with those as members that are drawn.

    :param ask: ``ask(clusters)`` -> hosts of each, ``None`` if they cannot be told; or ``None``:
        hosts are then only counted
    :param asked: the :class:`~.asked.Asked` that says whether the row is open, and where
    """
    clusters = inventory.clusters
    total, connected, maintenance = esx.host_count(inventory)
    if ask is not None and total <= rows.PAGE:
        return Row(role, group, _members(role, clusters, ask))
    pages = _pages(clusters)
    number = _number(pages, role, asked) if ask and _is_open(role, asked) else None
    chosen = pages[number] if number is not None else _troubled(clusters)
    made = Row(role, group, _members(role, chosen, ask) if ask else [], total)
    if made.members is None:
        return made
    counts = {OK: connected - maintenance, WARNING: maintenance, FAILED: total - connected}
    made.counted = {
        "health": {name: count for name, count in counts.items() if count},
        "attachments": [
            {"network": one.network, "planned": connected, "down": total - connected}
            for one in role.networks
        ],
    }
    if number is None:
        made.unlisted = total - connected - sum(one.single for one in made.members)
    else:
        made.start = sum(one.hosts for page in pages[:number] for one in page)
        made.turns = _turns(pages, number)
    return made


def _members(role, clusters, ask):
    listed = ask(clusters)
    if listed is None:
        return None
    pairs = zip(clusters, listed, strict=True)
    return [member for cluster, found in pairs for member in esx.hosts(role, cluster, found)]


def _is_open(role, asked):
    return role.id in asked.opened or "/" in asked.node


def _troubled(clusters):
    return [one for one in clusters if one.connected < one.hosts][:_TROUBLED]


def _pages(clusters):
    """Clusters one after another, for each page as many as fill it with their hosts."""
    pages, room = [[]], rows.PAGE
    for cluster in clusters:
        if pages[-1] and cluster.hosts > room:
            pages.append([])
            room = rows.PAGE
        pages[-1].append(cluster)
        room -= cluster.hosts
    return pages


def _number(pages, role, asked):
    """Which of the pages is asked for; the first where that makes no sense."""
    wanted = asked.node.partition("/")[0]
    marker = asked.after.get(role.id, "").partition("/")[0]
    for number, page in enumerate(pages):
        if any(one.id == wanted for one in page):
            return number
        if page and page[-1].id == marker:
            return min(number + 1, len(pages) - 1)
    return 0


def _turns(pages, number):
    """The markers of the pages before and after this one."""
    found = {}
    if number + 1 < len(pages):
        found["next"] = f"{pages[number][-1].id}/"
    if number:
        found["previous"] = f"{pages[number - 2][-1].id}/" if number > 1 else ""
    return found
