"""Waiting for the overcloud's Nova while it does not answer."""

import time

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.overcloud import api

PATIENCE = 120.0  # seconds
_PASSING = (
    keystoneauth.ConnectFailure,
    keystoneauth.BadGateway,
    keystoneauth.ServiceUnavailable,
    keystoneauth.GatewayTimeout,
)


def patiently(work, act):
    """What ``act()`` returns; it is called again while the overcloud cannot be reached.

    So it must look before it acts. Raises
    :class:`~helion_services.base.problems.Unavailable` after two minutes, or immediately for any
    other error of keystoneauth's.
    """
    end = None
    while True:
        try:
            return act()
        except _PASSING as exc:
            if end is None:
                end = time.monotonic() + PATIENCE
                work.say(
                    Message(
                        "nova-retried",
                        "{reason} Trying again for two minutes.",
                        reason=api.unavailable(exc).message,
                    )
                )
            elif time.monotonic() > end:
                raise api.unavailable(exc) from exc
        except keystoneauth.ClientException as exc:
            raise api.unavailable(exc) from exc
        work.check()
        work.sleep(work.poll)
