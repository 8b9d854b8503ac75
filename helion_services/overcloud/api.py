"""Adapters of the overcloud's Nova and Placement, and what their errors become."""

import contextlib
import logging

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors
from helion_services.base.problems import Unavailable

LOG = logging.getLogger(__name__)

SERVICE = "overcloud compute"
# From 2.88 on the list of hypervisors queries the uptime of each, one after the other.
_COMPUTE = "2.87"
_PLACEMENT = "1.29"
_PAGE = 1000


def compute(clouds):
    """Nova. Raises :class:`Unavailable` if the configuration has no login for the overcloud."""
    return clouds.adapter("overcloud", "compute", default_microversion=_COMPUTE)


def placement(clouds):
    """Placement, where Nova finds free room."""
    return clouds.adapter("overcloud", "placement", default_microversion=_PLACEMENT)


@contextlib.contextmanager
def answering(service="compute"):
    """Turn keystoneauth's errors into :class:`Unavailable`; ``service`` is its type."""
    try:
        yield
    except keystoneauth.ClientException as exc:
        raise unavailable(exc, service) from exc


def unavailable(error, service="compute"):
    """The :class:`Unavailable` for one of keystoneauth's errors."""
    LOG.warning("the overcloud: %s", error)
    cloud_errors.mark(error, "overcloud", service)
    return Unavailable(SERVICE, cloud_errors.message(error))


def pages(api, path, key, **params):
    """All rows of a list of Nova's: one call for each 1,000, or Nova's own limit."""
    rows = []
    params["limit"] = _PAGE
    while True:
        body = api.get(path, params=params).json()
        rows += body[key]
        if not body[key] or not body.get(f"{key}_links"):
            return rows
        params["marker"] = body[key][-1]["id"]
