"""What stands around the rows of a list: links, counts, notices, and the place of a page."""

import dataclasses

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from helion_dashboard.api import errors


@dataclasses.dataclass(frozen=True)
class Link:
    """A button or a link to another page.

    :ivar icon: of Font Awesome, such as ``plus``
    :ivar primary: the most likely next step
    """

    label: str
    url: str
    icon: str = ""
    primary: bool = False


@dataclasses.dataclass(frozen=True)
class Button:
    """The primary button of a list, offered to those whom our policy allows what it leads to.

    :ivar rule: of our policy
    :ivar view: the name of the address in the list's namespace
    """

    rule: str
    view: str
    label: str
    icon: str = "plus"


@dataclasses.dataclass(frozen=True)
class Count:
    """A piece of the line above a list, such as “3 failed”.

    :ivar url: a list of those that are counted
    :ivar look: the colour, such as ``failed``
    """

    text: str
    url: str = ""
    look: str = ""


def draw_counts(counts):
    """:class:`Count` each as one line of HTML."""
    return format_html_join(", ", "{}", ((_draw_count(count),) for count in counts))


def _draw_count(count):
    text = format_html('<a href="{}">{}</a>', count.url, count.text) if count.url else count.text
    return (
        format_html('<span class="helion-{}">{}</span>', count.look, text) if count.look else text
    )


@dataclasses.dataclass(frozen=True)
class Notice:
    """A sentence above the rows.

    :ivar link: a :class:`Link` behind it, or ``None``
    :ivar problem: whether something is not as the user expects it
    """

    text: str
    link: Link | None = None
    problem: bool = False


@dataclasses.dataclass(frozen=True)
class Page:
    """One page of records.

    :ivar later: whether more follow
    :ivar earlier: whether some come before
    :ivar notices: :class:`Notice` each
    """

    records: tuple
    later: bool = False
    earlier: bool = False
    notices: tuple = ()


def _marker_is_lost(exc):
    # As our own services say it.
    return isinstance(exc, errors.Invalid) and "marker" in exc.fields


def page_by_marker(query, fetch, is_lost=_marker_is_lost):
    """The :class:`Page` for ``query`` of a service that pages by markers.

    :param fetch: ``fetch(marker, descending)`` -> ``(records, more)``: those after the record with
        the id ``marker``, from the beginning if it is empty
    :param is_lost: ``is_lost(error)``: whether a service error means that it has no such marker;
        as our own services have it, without
    """
    notices = ()
    try:
        if query.before:
            # Backwards: the same order from its other end, and the rows turned round again.
            records, more = fetch(query.before, not query.descending)
            if more:
                return Page(records[::-1], later=True, earlier=True)
            # The beginning was reached: a full first page instead of what is left of it.
        elif query.after:
            records, more = fetch(query.after, query.descending)
            return Page(records, later=more, earlier=True)
    except errors.ServiceError as exc:
        if not is_lost(exc):
            raise
        notices = (_lost_place(),)
    records, more = fetch("", query.descending)
    return Page(records, later=more, notices=notices)


def page_of(records, query, ident, size):
    """The :class:`Page` for ``query`` of records that are all here, in their order.

    :param ident: ``ident(record)`` -> its id
    :param size: records of a page
    """
    start, notices = _place([ident(record) for record in records], query, size)
    return Page(
        records[start : start + size],
        later=len(records) > start + size,
        earlier=start > 0,
        notices=notices,
    )


def _place(idents, query, size):
    """Index of the first row to show, and notices."""
    marker = query.after or query.before
    if not marker:
        return 0, ()
    if marker not in idents:
        return 0, (_lost_place(),)
    index = idents.index(marker)
    return (index + 1 if query.after else max(0, index - size)), ()


def _lost_place():
    text = _("The place in the list no longer exists. The list starts from the beginning.")
    return Notice(text, problem=True)
