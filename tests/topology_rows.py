"""Rows of the Topology's data with the wires of each server spelled out."""


def row(data, ident):
    """The row called ``ident``."""
    return next(each for each in rows(data) if each["id"] == ident)


def rows(data):
    """All rows: servers that are wired alike share their wires there, and have their own here."""
    return [each | {"nodes": [_own(node, each) for node in each["nodes"]]} for each in data["rows"]]


def _own(node, row):
    wires = node.get("wires", [])
    return node | {"wires": row["wirings"][wires] if isinstance(wires, int) else wires}
