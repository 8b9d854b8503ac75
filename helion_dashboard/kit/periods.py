"""How far back a list of what happened looks."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helion_dashboard.kit.list_query import Facet

_PERIODS = {
    "quarter": (_("The last 15 minutes"), datetime.timedelta(minutes=15)),
    "hour": (_("The last hour"), datetime.timedelta(hours=1)),
    "day": (_("The last 24 hours"), datetime.timedelta(days=1)),
    "week": (_("The last 7 days"), datetime.timedelta(days=7)),
    "month": (_("The last 30 days"), datetime.timedelta(days=30)),
}


def facet(*names):
    """The facet ``period`` with these choices, of ``quarter``, ``hour``, ``day``, ``week`` and
    ``month``.
    """
    return Facet("period", _("Period"), tuple((name, _PERIODS[name][0]) for name in names))


def start(name):
    """When a period begins that ends now."""
    return timezone.now() - _PERIODS[name][1]
