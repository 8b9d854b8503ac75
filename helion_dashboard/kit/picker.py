"""A field of a form that picks one or several of many things: search, candidates, selection.

The candidates are in the page, if there are a few hundred at most::

    members = PickerField(label=_("Members"), columns=(_("Name"), _("Free")))
    ...
    self.fields["members"].offer(Candidate(cpg.id, cpg.name, (cpg.free,)) for cpg in cpgs)

or the browser asks an address for a page of them, which a view of the panel answers by
:func:`answer`; the form then needs those only that were selected::

    self.fields["nodes"].ask(url, candidates=())

The module ``picker.mjs`` does the rest. Without it, candidates in the page are plain boxes, and
others come by a button that sends the form (:func:`browses`).
"""

import dataclasses
import json
import re

from django import forms
from django.template import loader
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Candidates of a page, where the browser asks for them.
SIZE = 20

_BUTTON = "picker"
_PAGE = re.compile("[0-9]{1,6}")
_SEARCH = gettext_lazy("Search by name")
_EMPTY = gettext_lazy("Nothing matches.")


@dataclasses.dataclass(frozen=True)
class Candidate:
    """A thing to pick.

    :ivar cells: what stands beside its label, by the field's further columns: text or safe HTML
    :ivar facets: its values by the names of the field's facets
    """

    id: str
    label: str
    cells: tuple = ()
    facets: dict = dataclasses.field(default_factory=dict)

    @property
    def text(self):
        """What is searched."""
        return f"{self.label} {self.id}".lower()

    @property
    def facets_json(self):
        """Its facets, for the browser."""
        return json.dumps(self.facets) if self.facets else ""


@dataclasses.dataclass(frozen=True)
class View:
    """Which candidates are shown.

    :ivar text: the label or the id has it in it
    :ivar facets: values by name, those that are set
    :ivar number: of the page, from 1
    """

    text: str = ""
    facets: dict = dataclasses.field(default_factory=dict)
    number: int = 1

    @classmethod
    def parse(cls, data, names, prefix="", number="1"):
        """The view that a query or a form asks for; what is not valid is ignored."""
        facets = {name: data.get(prefix + name, "").strip() for name in names}
        return cls(
            data.get(f"{prefix}q", "").strip().lower()[:255],
            {name: value for name, value in facets.items() if value},
            int(number) if _PAGE.fullmatch(number) else 1,
        )

    def select(self, candidates):
        """Those of the ``candidates`` that match, in their order."""
        return [
            candidate
            for candidate in candidates
            if self.text in candidate.text
            and all(candidate.facets.get(name) == value for name, value in self.facets.items())
        ]


@dataclasses.dataclass(frozen=True)
class Page:
    """A page of candidates; ``first`` and ``last`` are places among the ``total``, from 1."""

    candidates: list
    first: int
    last: int
    total: int
    previous: int | None
    next: int | None


def page_of(matches, number):
    """The :class:`Page` of this number, the last one if there are not as many."""
    number = max(1, min(number, -(-len(matches) // SIZE)))
    start = (number - 1) * SIZE
    shown = matches[start : start + SIZE]
    return Page(
        shown,
        start + 1 if shown else 0,
        start + len(shown),
        len(matches),
        number - 1 if number > 1 else None,
        number + 1 if start + SIZE < len(matches) else None,
    )


def answer(request, candidates, facets=()):
    """The data of a :func:`~.live.live` view that a picker asks.

    ``?q=``, a facet's name and ``page`` narrow it: ``{"rows": html, "pager": html, "total"}``.
    With ``all``, ``{"items": [{"id", "label"}], "total"}`` are all that match.

    :param candidates: :class:`Candidate` each, all that may be picked, in their order
    :param facets: names of the facets
    """
    view = View.parse(request.GET, facets, number=request.GET.get("page", "1"))
    matches = view.select(candidates)
    if request.GET.get("all"):
        items = [{"id": candidate.id, "label": candidate.label} for candidate in matches]
        return {"items": items, "total": len(matches)}
    page = page_of(matches, view.number)
    kind = "radio" if request.GET.get("single") else "checkbox"
    context = {"page": page, "candidates": page.candidates, "kind": kind}
    return {
        "rows": _draw("_picker_rows", context),
        "pager": _draw("_picker_pager", context),
        "total": page.total,
    }


def browses(data):
    """Whether a form was sent only to see other candidates."""
    return _BUTTON in data


class PickerWidget(forms.Widget):
    """Draws a :class:`PickerField`, whose parameters these are."""

    def __init__(self, columns, facets, search, empty, several):
        super().__init__()
        self.columns = columns
        self.facets = facets
        self.search = search
        self.empty = empty
        self.several = several
        self.label = ""
        self.url = ""
        self.candidates = ()
        self.view = None

    def value_from_datadict(self, data, files, name):
        button, _colon, number = data.get(_BUTTON, "").partition(":")
        names = [facet.name for facet in self.facets]
        self.view = View.parse(data, names, f"{name}-", number) if button == name else None
        values = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name) or ()
        texts = [values] if isinstance(values, str) else values
        return list(dict.fromkeys(ident for text in texts for ident in text.split()))

    def value_omitted_from_data(self, data, files, name):
        return False  # nothing is sent for an empty selection

    def id_for_label(self, id_):
        return id_

    def render(self, name, value, attrs=None, renderer=None):
        values = {value} if isinstance(value, str) else set(value or ())
        selection = [candidate for candidate in self.candidates if candidate.id in values]
        context = {
            "picker": self,
            "name": name,
            "kind": "checkbox" if self.several else "radio",
            "ident": (attrs or {}).get("id", ""),
            "described": (attrs or {}).get("aria-describedby", ""),
            **(self._asking(values, selection) if self.url else self._offering(selection)),
        }
        return mark_safe(_draw("_picker", context))  # noqa: S308 - drawn by a template

    def _asking(self, values, selection):
        others = [candidate for candidate in self.candidates if candidate.id not in values]
        page = page_of(self.view.select(others), self.view.number) if self.view else None
        shown = page.candidates if page else ()
        facets = self.view.facets if self.view else {}
        return {
            "selection": selection,
            "candidates": shown,
            "page": page,
            "text": self.view.text if self.view else "",
            "facets": [(facet, facets.get(facet.name, "")) for facet in self.facets],
            "is_empty": bool(page and not shown),
        }

    def _offering(self, selection):
        return {
            "checked": {candidate.id for candidate in selection},
            "candidates": self.candidates,
            "facets": [(facet, "") for facet in self.facets],
            "is_empty": not self.candidates,
        }


class PickerField(forms.MultipleChoiceField):
    """Picks of many things: cleaned to a list of ids, or to an id or ``""`` unless ``several``.

    :param columns: headings of the candidates' table, that of the label first
    :param facets: :class:`~.list_query.Facet` each
    :param search: words in the search field
    :param empty: a sentence for when there are no candidates
    """

    def __init__(
        self,
        *,
        columns,
        facets=(),
        search=None,
        empty=None,
        several=True,
        **kwargs,
    ):
        search, empty = search or _SEARCH, empty or _EMPTY
        widget = PickerWidget(columns, facets, search, empty, several)
        super().__init__(widget=widget, **kwargs)
        self.several = several
        self.widget.label = self.label

    def offer(self, candidates):
        """Have all :class:`Candidate` in the page, in their order."""
        self._take(candidates)

    def ask(self, url, candidates=()):
        """Have the browser ask ``url`` for them.

        :param candidates: all that may be picked once something was sent, and before that those
            that are selected at first
        """
        self.widget.url = url
        self._take(candidates)

    def clean(self, value):
        values = super().clean(value)
        if self.several:
            return values
        if len(values) > 1:
            raise forms.ValidationError(_("Select only one."))
        return next(iter(values), "")

    def _take(self, candidates):
        self.widget.candidates = tuple(candidates)
        self.choices = [(item.id, item.label) for item in self.widget.candidates]


def _draw(name, context):
    return loader.render_to_string(f"helion_dashboard/{name}.html", context).strip()
