"""Bars whose length is a number: as an attribute, which a content security policy allows."""

from django.utils.html import format_html


def bar(percent, look):
    """A bar that takes ``percent`` of its place's width; ``look`` are its classes."""
    text = f"{min(100, max(0, percent)):.2f}".rstrip("0").rstrip(".")
    return format_html('<svg class="{}" width="{}%" aria-hidden="true"></svg>', look, text)
