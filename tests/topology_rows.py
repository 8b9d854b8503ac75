"""Rows of the Topology's data with the wires of each server spelled out."""


def row(data, ident):
    """The row called ``ident``."""
    return next(one for one in rows(data) if one["id"] == ident)


def rows(data):
    """All rows: servers that are wired alike share their wires there, and have their own here."""
    return [one | {"nodes": [_own(node, one) for node in one["nodes"]]} for one in data["rows"]]


def _own(node, row):
    wires = node.get("wires", [])
    return node | {"wires": row["wirings"][wires] if isinstance(wires, int) else wires}
