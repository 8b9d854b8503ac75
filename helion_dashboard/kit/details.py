"""A details page, declared: state, next actions, and tabs that load separately.

::

    class Rack(details.Details):
        namespace = "horizon:admin:acme_racks"
        template = "acme/rack.html"
        actions = ACTIONS
        tabs = (Tab("overview", _("Overview"), "acme/_overview.html"), ...)

        def load(self):
            return acme.rack(self.request, self.kwargs["id"])

    urlpatterns = [*Racks.urls(), *Rack.urls("<str:id>/")]

Its template extends ``helion_dashboard/details.html`` and fills the block ``state``. What changes
is in parts (:mod:`~.parts`), which ``state.json`` draws by the same template. A list may be a tab
of the page, or all that is below its head (:meth:`Details.make_list`); its rows come with them.
"""

import dataclasses
import json
from collections.abc import Callable

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET

from helion_dashboard.api import errors
from helion_dashboard.kit import live, parts, rules
from helion_dashboard.kit.compression import compressed


@dataclasses.dataclass(frozen=True)
class Tab:
    """A tab of a thing's page.

    :ivar template: draws its content; empty if that is a list (:meth:`Details.make_list`), or if
        the template of the page draws it below the tabs
    :ivar load: ``load(request, record)`` -> what the template needs besides the record. A service
        error is shown in the tab, and the rest of the page works
    :ivar live: its content is refreshed with the page; it must then need nothing but the record
    """

    slug: str
    name: str
    template: str = ""
    load: Callable = lambda request, record: {}
    live: bool = False


class Details:
    """A details page; an instance serves one request. Subclasses declare their own parts.

    :cvar rule: of our policy, to see it
    :cvar namespace: of its addresses, such as ``horizon:admin:uc_nodes``
    :cvar views: names of its addresses, where they differ from ``detail`` and ``state``, and of
        its list's, where they differ from ``index`` and ``act``
    :cvar record_name: what templates call the record
    :cvar kind: the title of the page if the record cannot be had, such as “Node”
    :cvar back: words of the link to the list
    :cvar gone: message if the record does not exist, with ``%s`` for its id
    :cvar actions: the :class:`~.actions.Actions` on it, or ``None``
    :cvar tabs: :class:`Tab` each, or none
    :cvar template: of the page; extends ``helion_dashboard/details.html``
    :cvar stylesheet: path of the panel's own style sheet, below ``static``
    """

    rule = "undercloud:see"
    namespace = ""
    views = {}  # noqa: RUF012
    record_name = "record"
    kind = ""
    back = ""
    gone = ""
    actions = None
    tabs = ()
    template = "helion_dashboard/details.html"
    stylesheet = ""

    def __init__(self, request, **kwargs):
        """:param kwargs: parts of the page's address, by name"""
        self.request = request
        self.kwargs = kwargs

    # For panels to override.

    def load(self):
        """The record; may raise service errors."""
        raise NotImplementedError

    def ident(self):
        """The id of the record, for its actions."""
        return self.record.id

    def label(self):
        """What it is called."""
        return self.record.name

    def item(self):
        """What menus need to know of it, besides its id and label, as plain data."""
        return {}

    def moving(self):
        """Whether the page may change without anybody doing anything."""
        return getattr(self.record, "moving", False)

    def context(self):
        """What the template needs besides the record; refreshed with the page, so keep it cheap."""
        return {}

    def links(self):
        """Addresses of the actions that have pages, by their names."""
        return {}

    def make_list(self):
        """The :class:`~.lists.List` of the chosen tab or of the page, or ``None``.

        Its ``views`` name the page as its ``index`` and ``rows``.
        """
        return

    def poll(self):
        """How often the page is refreshed."""
        return live.settings()

    @property
    def list_url(self):
        """The list that it is on."""
        return self._url("index")

    @property
    def act_url(self):
        """Where its actions are done: at the list's."""
        return self._url("act")

    def _url(self, name):
        return reverse(f"{self.namespace}:{self.views.get(name, name)}")

    # The kit's part.

    @classmethod
    def urls(cls, prefix):
        """The patterns for a panel's ``urls.py``, below ``prefix``."""
        names = {"": "detail", "state.json": "state"}
        return [
            path(prefix + tail, cls.view(name), name=cls.views.get(name, name))
            for tail, name in names.items()
        ]

    @classmethod
    def view(cls, name):
        """``detail`` or ``state`` as a view function of Django."""

        def view(request, **kwargs):
            return getattr(cls(request, **kwargs), f"answer_{name}")()

        decorate = live.live if name == "state" else compressed
        return require_GET(rules.ruled(cls.rule)(decorate(view)))

    def answer_detail(self):
        """The page; ``?tab=`` chooses what it shows."""
        try:
            context = self._loaded()
        except errors.NotFound:
            name = str(next(reversed(self.kwargs.values()), ""))[:80]
            messages.error(self.request, self.gone % name)
            return redirect(self.list_url)
        except errors.ServiceError as exc:
            context = {"page_title": self.kind, "page": self, "trouble": exc}
            return render(self.request, self.template, context)
        context |= {
            "page_title": self.label(),
            "poll": self.poll(),
            "stylesheet": self.stylesheet,
        }
        if self.tabs:
            context |= self._tab_context()
        return render(self.request, self.template, context)

    def answer_state(self):
        """The parts of the page that change."""
        parts_of_page = parts.draw(self.template, self._loaded(), self.request)
        rows, moving = {}, self.moving()
        if self.list:
            rows = self.list.row_data()
            moving = moving or self.list.moving(self.list.page)
        return {"parts": parts_of_page, "moving": moving, **rows}

    @cached_property
    def record(self):
        """What the page is about; raises service errors."""
        return self.load()

    @cached_property
    def list(self):
        """The list on the page, or ``None``."""
        return self.make_list()

    @property
    def tab(self):
        """The tab that ``?tab=`` names, or the first one."""
        slug = self.request.GET.get("tab")
        return next((tab for tab in self.tabs if tab.slug == slug), next(iter(self.tabs), None))

    @property
    def item_json(self):
        """What menus need to know of it, as JSON."""
        item = {"id": self.ident(), "label": self.label(), **self.item()}
        return json.dumps(item, cls=DjangoJSONEncoder)

    @property
    def action_table(self):
        """The actions as data for the browser."""
        return self.actions.as_json(self.request, self.links())

    @property
    def state_url(self):
        """Where the parts come from."""
        name = self.views.get("state", "state")
        return reverse(f"{self.namespace}:{name}", kwargs=self.kwargs)

    def _loaded(self):
        record = self.record
        names = {"page": self, "list": self.list, "record": record, self.record_name: record}
        return {**names, **self.context()}

    def _tab_context(self):
        try:
            return self.tab.load(self.request, self.record)
        except errors.ServiceError as exc:
            return {"tab_trouble": exc}
