"""A file of nodes as a table: each row with what was read of it, or with all that is wrong."""

import dataclasses
import itertools


@dataclasses.dataclass(frozen=True)
class Line:
    """A row of the file.

    :ivar row: its number, ``None`` for what is about the file as a whole
    :ivar node: what was read, as a dictionary; ``None`` with errors
    :ivar errors: what must be put right, :class:`~.lifecycle.plans.RowError` each
    :ivar notices: what was decided for the user, the same
    """

    row: int | None
    node: dict | None = None
    errors: tuple = ()
    notices: tuple = ()

    @property
    def access(self):
        """``driver_info`` in pairs; what is secret comes masked from the service."""
        return list(((self.node or {}).get("driver_info") or {}).items())

    @property
    def macs(self):
        """The MAC addresses of its ports."""
        return [port.get("address", "") for port in (self.node or {}).get("ports") or ()]

    @property
    def properties(self):
        """What the file says of its hardware, by Ironic's names."""
        return (self.node or {}).get("properties") or {}


@dataclasses.dataclass(frozen=True)
class Preview:
    """A file that was read.

    :ivar lines: those about rows, in the order of the file
    :ivar whole: what is about the file as a whole, or ``None``
    """

    lines: tuple
    whole: Line | None
    good: int
    bad: int


def preview(imported):
    """The :class:`Preview` of an :class:`~.lifecycle.plans.Import`."""
    nodes = {node.get("row"): node for node in imported.nodes}
    found = {
        row: Line(
            row,
            nodes.get(row),
            tuple(one for one in imported.errors if one.row == row),
            tuple(one for one in imported.notices if one.row == row),
        )
        for row in {
            *nodes,
            *(one.row for one in itertools.chain(imported.errors, imported.notices)),
        }
    }
    whole = found.pop(None, None)
    lines = tuple(found[row] for row in sorted(found))
    return Preview(
        lines,
        whole,
        good=len(imported.nodes),
        bad=sum(bool(line.errors) for line in lines),
    )
