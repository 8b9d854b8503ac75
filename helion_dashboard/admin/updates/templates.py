"""The text of a published Heat template, its relations, and two versions side by side."""

import dataclasses
import difflib

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.api import errors
from helion_dashboard.api.updates import client as updates
from helion_dashboard.kit.details import Tab

_CONTEXT = 3  # lines around a change
_MOST = 4000  # lines that are compared: it takes quadratic time


@dataclasses.dataclass(frozen=True)
class Row:
    """Two lines side by side; what one side lacks is ``None``.

    :ivar mark: empty, ``+``, ``-`` or ``~`` for lines that differ
    """

    before_number: int | None
    before: str | None
    after_number: int | None
    after: str | None
    mark: str = ""

    @property
    def words(self):
        """The mark in words, for those who cannot see it."""
        return {"+": _("added"), "-": _("removed"), "~": _("changed")}.get(self.mark, "")


def rows(before, after):
    """The parts of two texts that differ: lists of :class:`Row`; ``None`` if they are too long."""
    before, after = before.splitlines(), after.splitlines()
    if max(len(before), len(after)) > _MOST:
        return None
    matcher = difflib.SequenceMatcher(None, before, after)
    return [
        [row for code in group for row in _rows(code, before, after)]
        for group in matcher.get_grouped_opcodes(_CONTEXT)
    ]


def _rows(code, before, after):
    tag, start, end, other_start, other_end = code
    mark = {"equal": "", "insert": "+", "delete": "-", "replace": "~"}[tag]
    for place in range(max(end - start, other_end - other_start)):
        left, right = start + place, other_start + place
        has_left, has_right = left < end, right < other_end
        yield Row(
            left + 1 if has_left else None,
            before[left] if has_left else None,
            right + 1 if has_right else None,
            after[right] if has_right else None,
            mark if has_left == has_right or tag != "replace" else "-" if has_left else "+",
        )


def _load(request, publication):
    """What the tab shows; ``?with=`` names the version to compare with."""
    if not publication.object_id:
        return {"template": None}
    template = updates.template(request, publication.object_id)
    others = [each for each in template.versions if each.id != template.id]
    selected = next((each for each in others if each.id == request.GET.get("with")), None)
    context = {"template": template, "others": others, "selected": selected}
    if selected:
        try:
            former = updates.template(request, selected.id)
        except errors.NotFound:  # unpublished meanwhile
            return {**context, "selected": None}
        context["differences"] = rows(former.body, template.body)
    return context


TAB = Tab(
    "template", gettext_lazy("Template"), "helion_dashboard/updates/_tab_template.html", _load
)
