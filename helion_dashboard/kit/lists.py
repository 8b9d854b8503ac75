"""A list page, declared: the kit draws, filters, pages and refreshes what a panel declares.

The smallest list declares its columns and loads its records::

    class Racks(lists.List):
        namespace = "horizon:admin:acme_racks"
        title = _("Racks")
        columns = (Column("name", _("Name"), "name"), Column("row", _("Row")))

        def load(self, query):
            return self.select(acme.racks(self.request), query)

    urlpatterns = Racks.urls()

The page is drawn by the server, and brought up to date row by row by ``page.mjs`` from
``rows.json``, which draws the same rows by the same template. The URL holds filter, order and
place.
"""

import dataclasses
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.shortcuts import render
from django.template import loader
from django.template.context import make_context
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from helion_dashboard import config, policy
from helion_dashboard.api import errors
from helion_dashboard.api.states import State
from helion_dashboard.kit import actions, live, parts, rules
from helion_dashboard.kit.compression import compressed
from helion_dashboard.kit.list_query import ListQuery
from helion_dashboard.kit.natural import natural
from helion_dashboard.kit.pages import (
    Button,
    Count,
    Link,
    Notice,
    Page,
    draw_counts,
    page_by_marker,
    page_of,
)

__all__ = [
    "Button",
    "Count",
    "Link",
    "List",
    "Notice",
    "Page",
    "draw_counts",
    "page_by_marker",
    "page_of",
]


class List:
    """A list page; an instance serves one request. Subclasses declare their own parts.

    :cvar rule: of our policy, to see it
    :cvar namespace: of its addresses, such as ``horizon:admin:uc_nodes``
    :cvar views: names of its addresses, where they differ from ``index``, ``rows``, ``act`` and
        ``summary``
    :cvar title: of the page
    :cvar record_name: what templates call a record; also the beginning of the rows' ids
    :cvar columns: :class:`~.list_query.Column` each
    :cvar order: the sort key of a URL without one, after a ``-`` if it descends
    :cvar search: words in the search field; without them there is none
    :cvar actions: the :class:`~.actions.Actions` on the records, or ``None``
    :cvar cells: template of a row's cells; by default each column draws its own
    :cvar template: of the page; a panel's own one extends ``helion_dashboard/list.html``
    :cvar button: the :class:`Button` that adds a record, or ``None``
    :cvar empty: what the things are for, where there are none yet
    :cvar css: further classes of the table
    :cvar stylesheet: path of the panel's own style sheet, below ``static``
    :cvar counts_apart: the line above the list needs more than the page, so it has its own request
    """

    rule = "undercloud:see"
    namespace = ""
    views = {}  # noqa: RUF012
    title = ""
    record_name = "record"
    columns = ()
    order = ""
    search = ""
    actions = None
    button = None
    cells = "helion_dashboard/_cells.html"
    template = "helion_dashboard/list.html"
    empty = ""
    css = ""
    stylesheet = ""
    counts_apart = False

    def __init__(self, request, **kwargs):
        """:param kwargs: parts of the page's address, by name"""
        self.request = request
        self.kwargs = kwargs

    # For panels to override.

    def load(self, query):
        """The :class:`Page` for a :class:`~.list_query.ListQuery`; may raise service errors."""
        raise NotImplementedError

    def facets(self):
        """The filters: :class:`~.list_query.Facet` each."""
        return ()

    def ident(self, record):
        """The id of a record, in its row and its actions."""
        return record.id

    def label(self, record):
        """What a record is called."""
        return record.name

    def item(self, record):
        """What menus need to know of a record, besides its id and label, as plain data."""
        return {}

    def url(self, record):
        """The address of a record's own page, or ``None``, for cells without a template."""
        return

    def moving(self, page):
        """Whether the page may change without anybody doing anything."""
        return any(getattr(record, "moving", False) for record in page.records)

    def counts(self, page):
        """The line above the list: :class:`Count` each; ``page`` is ``None`` if they are apart."""
        return ()

    def counts_moving(self):
        """Whether separate counts may change soon; called after :meth:`counts`."""
        return False

    def buttons(self):
        """What leads to other pages: :class:`Link` each; by default, ``button``."""
        button = self.button
        if not button or not policy.allowed(self.request, button.rule):
            return ()
        url = reverse(f"{self.namespace}:{button.view}")
        return [Link(button.label, url, button.icon, primary=True)]

    def first_step(self):
        """The :class:`Link` that an empty list offers: the primary button, or ``None``.

        It is drawn plain, because the primary one is on the page already.
        """
        button = next((button for button in self.buttons() if button.primary), None)
        return button and dataclasses.replace(button, primary=False)

    @cached_property
    def more(self):
        """Further lists below it, refreshed together with it: :class:`List` each.

        They have a title, and ``empty`` as the words below it, and vanish while they have no rows.
        """
        return ()

    def context(self, page):
        """What the page's template needs besides the list."""
        return {}

    def links(self):
        """Addresses of the actions that have pages, by their names."""
        return {}

    def check(self, ident):
        """A sentence if ``ident`` cannot be the id of a record."""
        return ""

    def prepare(self):
        """Get what the threads share that act on records."""

    def perform(self, action, ids, inputs):
        """Do an action: :func:`~.actions.result` each."""
        return actions.apply(self.request, action, ids, inputs)

    def done(self):
        """Something was done."""

    # The kit's part.

    @classmethod
    def urls(cls, prefix=""):
        """The patterns for a panel's ``urls.py``, below ``prefix``."""
        views = {"": "index", "rows.json": "rows"}
        if cls.actions:
            views["act"] = "act"
        if cls.counts_apart:
            views["summary.json"] = "summary"
        return [
            path(prefix + tail, cls.view(name), name=cls.views.get(name, name))
            for tail, name in views.items()
        ]

    @classmethod
    def view(cls, name):
        """One of ``index``, ``rows``, ``act`` and ``summary`` as a view function of Django."""
        decorate = {"index": _page, "act": cls._acting}.get(name, _live)

        def view(request, **kwargs):
            return getattr(cls(request, **kwargs), f"answer_{name}")()

        return decorate(view) if name == "act" else rules.ruled(cls.rule)(decorate(view))

    @staticmethod
    def _acting(view):
        # Each action has its own rule, which is asked when it is known which one was chosen.
        return rules.declared(view, rules.OF_ACTION)

    def answer_index(self):
        """The page; its first rows are drawn here, and refreshed by :meth:`answer_rows`."""
        context = {
            "page_title": self.title,
            "poll": live.settings(),
            "stylesheet": self.stylesheet,
            "list": self,
        }
        try:
            context |= self._loaded()
        except errors.ServiceError as exc:
            context["trouble"] = exc
        return render(self.request, self.template, context)

    def answer_rows(self):
        """The same page as data: the HTML of each row and of the parts around the table."""
        context = {"list": self, **self._loaded()}
        return {
            **self.row_data(),
            "parts": parts.draw(self.template, context, self.request),
            "moving": any(item.moving(item.page) for item in (self, *self.more)),
        }

    def answer_act(self):
        """Do something to records."""
        return actions.endpoint(
            self.request,
            self.actions,
            check=self.check,
            prepare=self.prepare,
            perform=self.perform,
            done=self.done,
        )

    def answer_summary(self):
        """The line above the list, if it has its own request."""
        counts = self.counts(None)
        return {"parts": {"helion-summary": draw_counts(counts)}, "moving": self.counts_moving()}

    @cached_property
    def query(self):
        """The page's address, as a :class:`~.list_query.ListQuery`."""
        return ListQuery.parse(self.request.GET, self.columns, self.facets(), self.order)

    @cached_property
    def page(self):
        """The records; raises service errors."""
        return self.load(self.query)

    @cached_property
    def rows(self):
        """``{"id", "html"}`` of each record."""
        source = loader.get_template("helion_dashboard/_row.html").template
        bound = make_context({"list": self}, self.request)
        rows = []
        with bound.render_context.push_state(source), bound.bind_template(source):
            for record in self.page.records:
                ident = self.ident(record)
                row = {"id": ident, "label": self.label(record), "item": self.item_json(record)}
                if self.cells == List.cells:
                    row["url"] = self.url(record)
                    row["cells"] = [(column, column.value(record)) for column in self.columns]
                with bound.push({"record": record, self.record_name: record, "row": row}):
                    html = SafeString(source.nodelist.render(bound).strip())
                    rows.append({"id": ident, "html": html})
        return rows

    def row_data(self):
        """Its rows, and those of further lists by the names of their records."""
        further = {item.record_name: item.rows for item in self.more}
        return {"rows": self.rows, **({"more": further} if further else {})}

    @cached_property
    def offers_actions(self):
        """Whether the user may do any of the actions; otherwise there is nothing to select."""
        return self.actions is not None and any(
            policy.allowed(self.request, action.rule) for action in self.actions.by_name.values()
        )

    def item_json(self, record):
        """What menus need to know of a record, as JSON; empty without actions."""
        if not self.offers_actions:
            return ""
        item = {"id": self.ident(record), "label": self.label(record), **self.item(record)}
        return json.dumps(item, cls=DjangoJSONEncoder)

    def select(self, records, query, *, text=None, passes=None, keys=None, size=None):
        """The :class:`Page` of ``records`` that a service returns all together.

        :param text: ``text(record)`` -> the text to search; by default the record's label
        :param passes: by name of a facet: ``passes(record, value)``; compares the record's
            attribute of that name, without. A state is compared by its name
        :param keys: by sort key: ``key(record)``; the record's attribute of that name, without
        :param size: records of a page, if it is not the configured number
        """
        text, passes, keys = text or self.label, passes or {}, keys or {}

        def matches(record):
            return query.text.lower() in str(text(record)).lower() and all(
                passes[name](record, value)
                if name in passes
                else str(_plain(record, name)).lower() == str(value).lower()
                for name, value in query.facets.items()
            )

        def key(record):
            value = keys[query.sort](record) if query.sort in keys else _plain(record, query.sort)
            if isinstance(value, str):
                value = natural(value.lower())
            # Nothing comes before something, as in most databases.
            return (value is not None, value if value is not None else (), str(self.ident(record)))

        selection = sorted(filter(matches, records), key=key, reverse=query.descending)
        return page_of(selection, query, self.ident, size or config.get().page_size)

    # What templates ask for.

    def address(self, name):
        """The address of one of its views."""
        return reverse(f"{self.namespace}:{self.views.get(name, name)}", kwargs=self.kwargs)

    @property
    def index_url(self):
        return self.address("index")

    @property
    def rows_url(self):
        return self.address("rows")

    @property
    def act_url(self):
        return self.address("act")

    @property
    def summary_url(self):
        return self.address("summary")

    @property
    def headings(self):
        return list(self.query.headings(self.columns))

    @property
    def filters(self):
        """Each filter with what it is set to."""
        return [(facet, self.query.facets.get(facet.name, "")) for facet in self.facets()]

    @property
    def action_table(self):
        """The actions as data for the browser."""
        return self.actions.as_json(self.request, self.links())

    @property
    def line(self):
        """The line above the list."""
        return () if self.counts_apart else self.counts(self.page)

    @property
    def notices(self):
        problems = (Notice(text, problem=True) for text in self.query.problems)
        return (*problems, *self.page.notices)

    @property
    def earlier_url(self):
        if not (self.page.earlier and self.page.records):
            return ""
        return self.query.url(before=self.ident(self.page.records[0]), after="")

    @property
    def later_url(self):
        if not (self.page.later and self.page.records):
            return ""
        return self.query.url(after=self.ident(self.page.records[-1]), before="")

    def _loaded(self):
        for item in (self, *self.more):
            item.page  # noqa: B018  (a failed service raises before anything is drawn)
        return self.context(self.page)


def _plain(record, name):
    value = getattr(record, name)
    return value.name if isinstance(value, State) else value


def _page(view):
    return require_GET(compressed(view))


def _live(view):
    return require_GET(live.live(view))
