"""What a list page shows, from its URL: filter, order and place.

``?q=text&state=available&sort=name&desc=1&after=MARKER``: whatever is not valid in it is ignored,
and a sentence says so; it is never an error page.
"""

import dataclasses
from collections.abc import Callable
from urllib.parse import urlencode

from django.utils.translation import gettext as _


@dataclasses.dataclass(frozen=True)
class Column:
    """A column of a list.

    :ivar sort: the service's key to sort by, or empty
    :ivar draw: ``draw(record)`` -> text or safe HTML; the record's attribute ``name``, without.
        Only lists without a template of their own for a row's cells ask for it
    """

    name: str
    label: str
    sort: str = ""
    draw: Callable | None = None

    def value(self, record):
        """What a cell shows of ``record``: a dash for nothing."""
        value = self.draw(record) if self.draw else getattr(record, self.name)
        return "–" if value in (None, "") else value


@dataclasses.dataclass(frozen=True)
class Facet:
    """A filter with a name.

    :ivar choices: ``(value, label)`` pairs, or ``None`` for free text
    """

    name: str
    label: str
    choices: tuple | None = None

    @classmethod
    def of_states(cls, states):
        """The filter for a table of states (:func:`helion_dashboard.api.states.table`)."""
        labels = tuple((state.name, state.label) for state in states.values())
        return cls("state", _("State"), labels)

    def takes(self, value):
        """Whether ``value`` is one of the choices."""
        return self.choices is None or value in dict(self.choices)


@dataclasses.dataclass(frozen=True)
class ListQuery:
    """A parsed URL.

    :ivar text: what was typed into the search box
    :ivar facets: name -> value, only those that are set
    :ivar sort: the service's key
    :ivar after: show the page that begins after this row, or
    :ivar before: the page that ends before this one
    :ivar part: search for names that contain ``text``, even where one equals it
    :ivar problems: sentences about what was ignored
    """

    text: str = ""
    facets: dict = dataclasses.field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    after: str = ""
    before: str = ""
    part: bool = False
    problems: tuple = ()

    @classmethod
    def parse(cls, params, columns, facets, default=""):
        """Read ``params`` (a ``QueryDict``).

        :param default: the sort key of a URL without one, after a ``-`` if it descends; without it
            the first column that can be sorted by, if any
        """
        problems, values = [], {}
        for facet in facets:
            value = params.get(facet.name, "").strip()
            if not value:
                continue
            if facet.takes(value):
                values[facet.name] = value
            else:
                problems.append(
                    _("The filter “%(name)s” has no choice “%(value)s”. It is ignored.")
                    % {"value": value[:60], "name": facet.label}
                )
        keys = [column.sort for column in columns if column.sort]
        default = default or next(iter(keys), "")
        sort, descending = params.get("sort", ""), params.get("desc") == "1"
        if sort and sort not in keys:
            problems.append(_("The list cannot be sorted by “%s”.") % sort[:60])
            sort = ""
        if not sort:
            sort, descending = default.removeprefix("-"), descending or default.startswith("-")
        return cls(
            text=params.get("q", "").strip()[:255],
            facets=values,
            sort=sort,
            descending=descending,
            after=params.get("after", "")[:255],
            before=params.get("before", "")[:255],
            part=params.get("part") == "1",
            problems=tuple(problems),
        )

    @property
    def narrowed(self):
        """Whether any filter is set."""
        return bool(self.text or self.facets)

    def url(self, **changes):
        """The query string for this list with ``changes``; a changed filter begins at page one."""
        if not {"after", "before"} & set(changes):
            changes.update(after="", before="")
        new = dataclasses.replace(self, **changes)
        pairs = {
            "q": new.text,
            **new.facets,
            "sort": new.sort,
            "desc": "1" if new.descending else "",
            "part": "1" if new.part else "",
            "after": new.after,
            "before": new.before,
        }
        return "?" + urlencode({name: value for name, value in pairs.items() if value})

    def headings(self, columns):
        """``(column, url, direction)`` each; direction is ``ascending``, ``descending`` or none."""
        for column in columns:
            if not column.sort:
                yield column, "", ""
            elif column.sort != self.sort:
                yield column, self.url(sort=column.sort, descending=False), ""
            else:
                url = self.url(descending=not self.descending)
                yield column, url, "descending" if self.descending else "ascending"
