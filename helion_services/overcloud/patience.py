"""Waiting for the overcloud's Nova where it does not answer for a while."""

import time

from keystoneauth1 import exceptions as keystoneauth

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
    :class:`~helion_services.base.problems.Unavailable` after two minutes, or at once for any other
    error of keystoneauth's.
    """
    end = None
    while True:
        try:
            return act()
        except _PASSING as exc:
            if end is None:
                end = time.monotonic() + PATIENCE
                work.say(f"{api.unavailable(exc).detail} It is tried for two minutes.")
            elif time.monotonic() > end:
                raise api.unavailable(exc) from exc
        except keystoneauth.ClientException as exc:
            raise api.unavailable(exc) from exc
        work.check()
        work.sleep(work.poll)
