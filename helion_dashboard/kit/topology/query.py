"""The query of a topology URL: which part of the picture to draw."""

import dataclasses

LAYOUT_COOKIE = "helion_topology_layout"
"""The layout that the user saw last: another one that begins to fit better does not replace it."""


@dataclasses.dataclass(frozen=True)
class Query:
    """A parsed URL.

    :ivar layout: id of a layout; empty for the one that fits
    :ivar opened: ids of rows to open, ``closed`` those to close though they are small
    :ivar after: ``{row: node}``: where the page of an opened row begins
    :ivar node: id of a node: its row is opened where it stands
    :ivar problems: show only nodes with a problem
    :ivar region: show only what belongs to it, and what all share
    :ivar plan: id of a plan to draw before it is applied
    """

    layout: str = ""
    opened: frozenset = frozenset()
    closed: frozenset = frozenset()
    after: dict = dataclasses.field(default_factory=dict)
    node: str = ""
    problems: bool = False
    region: str = ""
    plan: str = ""

    @classmethod
    def of(cls, request):
        """That of a request; without a layout, it is of the one that its user saw last."""
        query = cls.parse(request.GET)
        seen_last = request.COOKIES.get(LAYOUT_COOKIE, "")[:80]
        return query if query.layout else dataclasses.replace(query, layout=seen_last)

    @classmethod
    def parse(cls, params):
        """Read ``params`` (a ``QueryDict``); what makes no sense in it finds nothing."""
        rows = [value[:80] for value in params.getlist("open")]
        after = [value.partition(":") for value in params.getlist("after")]
        return cls(
            params.get("layout", "")[:80],
            frozenset(row for row in rows if not row.startswith("!")),
            frozenset(row[1:] for row in rows if row.startswith("!")),
            {row[:80]: marker[:255] for row, _colon, marker in after},
            params.get("node", "")[:255],
            params.get("problems") == "1",
            params.get("region", "")[:80],
            params.get("plan", "")[:80],
        )


NOTHING = Query()
"""The whole picture, as it is by itself."""
