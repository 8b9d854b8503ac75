"""The result of an import."""

import dataclasses
import functools

from helion_services.base import error_bounds
from helion_services.base.messages import Message
from helion_services.nodes.new_node import NewNode

_MOST = 1000  # errors of a file: one of each node of the largest, to stand at its cell
_MOST_NAMES = 100  # of fields that are not used


@dataclasses.dataclass(frozen=True)
class RowError:
    """An error that must be corrected before anything is enrolled.

    Its message never quotes the content of a field: in a row with a field too few that could be
    the password.

    :ivar row: the line of a CSV, else the place in the list from 1; None for the file as a whole
    :ivar field: the name the file has for it, or None when it is about the whole row
    """

    row: int | None
    field: str | None
    message: Message

    def as_json(self):
        """A dict for the API; ``message`` is the sentence, as it was before codes."""
        return {"row": self.row, "field": self.field, **_as_json(self.message)}


@dataclasses.dataclass(frozen=True)
class Notice:
    """A decision of the importer, or what it left out; ``row`` as in :class:`RowError`."""

    row: int | None
    message: Message

    def as_json(self):
        """A dict for the API, as that of :class:`RowError`."""
        return {"row": self.row, "field": None, **_as_json(self.message)}


@dataclasses.dataclass(frozen=True)
class Result:
    """Nodes without an error, and the errors and notices, in the order of the file."""

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
        """Add an error."""
        self.errors.append(RowError(row, field, message))

    def notice(self, row, message):
        """Add a notice."""
        self.notices.append(Notice(row, message))

    def has_errors(self, row):
        """Whether a row has an error."""
        return any(error.row == row for error in self.errors)

    def ignore(self, name):
        """Add an unknown field of the file."""
        if len(self._ignored) < _MOST_NAMES:
            self._ignored[ascii(str(name)[:40])] = None

    def result(self, nodes=()):
        """Everything as a :class:`Result`; rows with an error are not among its nodes."""
        if self._ignored:
            message = Message(
                "fields-ignored",
                "These fields are not used: {fields}.",
                fields=list(self._ignored),
            )
            self.notice(None, message)
        bad = {error.row for error in self.errors}
        errors = sorted(self.errors, key=_row)
        notices = sorted(self.notices, key=_row)
        return Result(
            tuple(node for node in nodes if node.row not in bad),
            tuple(error_bounds.first(errors, functools.partial(RowError, None, None), _MOST)),
            tuple(error_bounds.first(notices, functools.partial(Notice, None), _MOST)),
        )


def _row(entry):
    return entry.row or 0


def _as_json(message):
    return {**message.as_json(), "message": message.detail}
