"""Amounts in words."""

from django.utils import formats
from django.utils.translation import gettext as _

# The factor to the next larger unit, and its name, by the unit of the service.
_UNITS = {"MHz": (1000, "GHz"), "MiB": (1024, "GiB"), "GiB": (1024, "TiB")}


def usage_words(amount, unit):
    """How much of something is used: “12 of 40 GiB”.

    :param amount: has ``used`` and ``total``
    :param unit: ``MHz``, ``MiB`` or ``GiB``
    """
    factor, larger = _UNITS[unit]
    if amount.total < factor:
        factor, larger = 1, unit
    sizes = {
        "used": number(amount.used / factor),
        "total": number(amount.total / factor),
        "unit": larger,
    }
    return _("%(used)s of %(total)s %(unit)s") % sizes


def number(value):
    """A number with one digit behind the point, if it is small and needs it."""
    short = round(value, 1) if value < 100 else round(value)
    return formats.number_format(int(short) if short == int(short) else short)
