"""What comes out of an import."""

import dataclasses

from helion_services.nodes.new_node import NewNode


@dataclasses.dataclass(frozen=True)
class RowError:
    """Something that must be put right before anything is enrolled.

    Its message never quotes what stood in a field: in a row with a field too few that could be
    the password.

    :ivar row: the line of a CSV, else the place in the list from 1; None for the file as a whole
    :ivar field: the name the file has for it, or None when it is about the whole row
    """

    row: int | None
    field: str | None
    message: str


@dataclasses.dataclass(frozen=True)
class Notice:
    """Something that was decided for the user, or left out; ``row`` as in :class:`RowError`."""

    row: int | None
    message: str


@dataclasses.dataclass(frozen=True)
class Result:
    """Nodes without an error, and everything there is to say, in the order of the file."""

    nodes: tuple[NewNode, ...] = ()
    errors: tuple[RowError, ...] = ()
    notices: tuple[Notice, ...] = ()


class Report:
    """Collects errors and notices while a file is read."""

    def __init__(self):
        self.errors = []
        self.notices = []
        self._ignored = {}

    def error(self, row, field, message):
        """Note an error."""
        self.errors.append(RowError(row, field, message))

    def notice(self, row, message):
        """Note what the user should know."""
        self.notices.append(Notice(row, message))

    def ignore(self, name):
        """Note that the file has a field that nobody asked for."""
        self._ignored[ascii(str(name)[:40])] = None

    def result(self, nodes=()):
        """Everything as a :class:`Result`; rows with an error are not among its nodes."""
        if self._ignored:
            self.notice(None, _ignored(list(self._ignored)))
        bad = {error.row for error in self.errors}
        return Result(
            tuple(node for node in nodes if node.row not in bad),
            tuple(sorted(self.errors, key=_place)),
            tuple(sorted(self.notices, key=_place)),
        )


def _ignored(names):
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return f"These fields are not known and are ignored: {', '.join(names[:10])}{more}."


def _place(said):
    return said.row or 0
