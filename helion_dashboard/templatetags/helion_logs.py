"""Filters of log lines."""

from django import template

register = template.Library()


@register.filter
def milliseconds(moment):
    """``.042`` of a moment: what tells lines of the same second apart."""
    return f".{moment.microsecond // 1000:03d}"
