"""Addresses of pages that may not be there: an operator may have left their panel out."""

from django.urls import NoReverseMatch, reverse


def url_or_none(view, *args):
    """The address of ``view``, or ``None`` where no such page is."""
    try:
        return reverse(view, args=args)
    except NoReverseMatch:
        return None
