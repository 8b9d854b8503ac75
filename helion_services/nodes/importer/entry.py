"""A server as the file has it, and on its way to a node."""

import dataclasses

from helion_services.base.messages import Message
from helion_services.nodes.importer.values import Invalid

MAX_ROWS = 1000


@dataclasses.dataclass(frozen=True)
class Entry:
    """A row or an item of a list, by the importer's names of the columns.

    :ivar values: unchecked, passwords included
    :ivar labels: the file's own name of a column, where it is another one
    :ivar required: columns that may not be empty
    :ivar others: fields under other names than those of columns, unchecked
    :ivar lacks: names of the columns for which the line of a table has no field
    :ivar create: whether it is an item of a file for ``openstack baremetal create``; its values
        are then under Ironic's names
    """

    row: int
    values: dict = dataclasses.field(repr=False)
    labels: dict
    required: frozenset
    create: bool = False
    lacks: tuple = ()
    others: dict = dataclasses.field(default_factory=dict, repr=False)

    def label(self, column):
        """The name that the file has for a column."""
        label = str(self.labels.get(column, column))
        return label if label.isprintable() else column


def limit(rows):
    """Raise :class:`Invalid` when there are more ``rows`` than one file may have."""
    if len(rows) > MAX_ROWS:
        raise Invalid(
            Message(
                "file-too-many-nodes",
                "There are more than {limit} nodes. Split the file.",
                limit=MAX_ROWS,
            )
        )


@dataclasses.dataclass
class Draft:
    """A node with checked values; wrong ones are None or omitted."""

    entry: Entry
    role: str
    driver: str | None = None
    driver_info: dict = dataclasses.field(default_factory=dict, repr=False)
    macs: list = dataclasses.field(default_factory=list)
    ports: list = dataclasses.field(default_factory=list)
    properties: dict = dataclasses.field(default_factory=dict)
    attributes: dict = dataclasses.field(default_factory=dict)
    name: str | None = None
    resource_class: str | None = None
