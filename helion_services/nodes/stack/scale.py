"""The parameters of a stack for more, fewer or other servers. Pure functions.

A group of ``count`` servers has the indices 0, 1, 2 ... that are not in its removal list, so that
list and count alone determine the servers. That holds if the list only ever grows and names
nothing but servers that existed: Heat ignores an index without a server, and would use it
later. All functions return the parameters that change, a dict for ``update``.
"""

import itertools

from helion_services.base.messages import Message
from helion_services.nodes.stack.models import ScaleError


def removed(parameters, role):
    """The indices that have left, in order."""
    entries = parameters.get(role.removal) or []
    return [str(index) for entry in entries for index in entry.get("resource_list", ())]


def placement(parameters, role):
    """``{index: bare-metal node}`` of the servers that were given one."""
    return dict(parameters.get(role.placement) or {})


def present(parameters, role):
    """The indices that the role has (or gets, during an update)."""
    return _indices(int(parameters.get(role.count) or 0), removed(parameters, role))


def next_indices(count, gone, number):
    """The indices of the next ``number`` servers of a group with ``count`` servers, ``gone``
    being the indices that left."""
    return _indices(count + number, gone)[count:]


def place(parameters, role, nodes):
    """``{index: node}`` for new servers, one on each of these nodes."""
    gone, have = removed(parameters, role), present(parameters, role)
    return dict(zip(next_indices(len(have), gone, len(nodes)), nodes, strict=True))


def grow(parameters, role, count, placements):
    """``count`` servers in all, the new ones on ``{index: node}``; see :func:`place`."""
    have = present(parameters, role)
    if count <= len(have):
        raise ScaleError(
            Message(
                "scale-count-too-small",
                "{role} has {count} servers already.",
                role=role.title,
                count=len(have),
            )
        )
    new = next_indices(len(have), removed(parameters, role), count - len(have))
    wrong = [index for index in placements if index not in new]
    if wrong:
        raise ScaleError(
            Message(
                "scale-index-not-next",
                "{role} has no new server {indices}: the next are {next}.",
                role=role.title,
                indices=wrong,
                next=new,
            )
        )
    all_placements = placement(parameters, role) | placements
    if len(set(all_placements.values())) < len(all_placements):
        raise ScaleError(
            Message("scale-node-twice", "{role}: a node cannot carry two servers.", role=role.title)
        )
    return {role.count: count, role.placement: all_placements}


def shrink(parameters, role, indices, members=None):
    """Without the servers with these indices.

    ``members`` are the indices that Heat really has members for. After an update that was stopped
    early it may lack some: such an index was never used, so it is forgotten rather than removed.
    """
    have = present(parameters, role)
    wrong = [index for index in indices if index not in have]
    if wrong:
        raise ScaleError(
            Message(
                "scale-index-missing",
                "{role} has no server {indices}.",
                role=role.title,
                indices=wrong,
            )
        )
    leaving = set(indices)
    real = leaving if members is None else leaving & set(members)
    gone = removed(parameters, role) + sorted(real, key=int)
    rest = [index for index in have if index not in leaving]
    if _indices(len(rest), gone) != rest:
        raise ScaleError(
            Message(
                "scale-index-not-last",
                "{role}: servers {indices} cannot be dropped before those with higher numbers.",
                role=role.title,
                indices=sorted(leaving - real, key=int),
            )
        )
    kept = {
        index: node for index, node in placement(parameters, role).items() if index not in leaving
    }
    return {
        role.count: len(rest),
        role.removal: [{"resource_list": gone}] if gone else [],
        role.placement: kept,
    }


def swap(parameters, role, index, node):
    """Another server, on ``node``, for the one with ``index``. Heat deletes the old one and
    creates the new one at the same time."""
    without = shrink(parameters, role, [index])
    after = parameters | without
    return without | grow(after, role, without[role.count] + 1, place(after, role, [node]))


def _indices(count, gone):
    skipped = set(gone)
    candidates = (str(number) for number in itertools.count())
    return list(itertools.islice((index for index in candidates if index not in skipped), count))
