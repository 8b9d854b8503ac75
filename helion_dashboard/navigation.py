"""A bound on what Horizon's own panels and buttons ask services for.

Some of Horizon's panels ask Neutron, Nova or Cinder whether they are to be shown: on every page of
everybody, and without a timeout; so do actions of its tables. A service that hangs would hold every
thread of Horizon.
"""

import contextvars
import functools
import logging

import requests
from horizon import base
from horizon.tables import actions
from keystoneauth1 import exceptions as keystoneauth
from requests import adapters

from helion_dashboard.api import limits

_PATIENCE = 1.0  # seconds for one answer, with the wait for its turn
LOG = logging.getLogger(__name__)

_is_drawn = contextvars.ContextVar("navigation", default=False)
_TIMEOUTS = (requests.Timeout, keystoneauth.ConnectTimeout, TimeoutError)


def bound():
    """Bound the requests of access checks, for the rest of the process."""
    if not hasattr(base.HorizonComponent.can_access, "__wrapped__"):
        base.HorizonComponent.can_access = _checking(base.HorizonComponent.can_access)
        actions.BaseAction._allowed = _checking(actions.BaseAction._allowed)
        adapters.HTTPAdapter.send = _sending(adapters.HTTPAdapter.send)


def _checking(stock):
    @functools.wraps(stock)
    def check(self, *arguments):
        token = _is_drawn.set(True)
        try:
            return stock(self, *arguments)
        except _TIMEOUTS:
            LOG.warning("%s is not shown: its service does not answer.", self)
            return False
        finally:
            _is_drawn.reset(token)

    return check


def _sending(stock):
    @functools.wraps(stock)
    def send(self, request, stream=False, timeout=None, **options):
        if timeout is not None or not _is_drawn.get():
            return stock(self, request, stream=stream, timeout=timeout, **options)
        # After one that waited for nothing the others do not wait at all for a while.
        with limits.place(request.url, _PATIENCE / 2) as delay:
            return stock(self, request, stream=stream, timeout=_PATIENCE - delay, **options)

    return send
