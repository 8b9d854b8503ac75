"""Adapters of the overcloud's Nova and Placement, and what their errors become."""

import contextlib

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.problems import Unavailable

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
def answering(name="Nova"):
    """Turn keystoneauth's errors into :class:`Unavailable`; ``name`` is that of the service."""
    try:
        yield
    except keystoneauth.ClientException as exc:
        raise unavailable(exc, name) from exc


def unavailable(error, name="Nova"):
    """The :class:`Unavailable` for one of keystoneauth's errors."""
    if isinstance(error, keystoneauth.ConnectFailure):
        return Unavailable(
            SERVICE,
            Message(
                "nova-unreachable",
                "The overcloud's {service} cannot be reached: {reason}",
                reason=reason(error),
                service=name,
            ),
        )
    text = Message(
        "nova-failed",
        "The overcloud's {service} failed: {reason}",
        reason=reason(error),
        service=name,
    )
    return Unavailable(SERVICE, text)


def reason(error):
    """The reason of one of keystoneauth's errors, as a sentence."""
    text = str(error) or type(error).__name__
    return text.split(" (HTTP")[0].strip().rstrip(".:") + "."


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
