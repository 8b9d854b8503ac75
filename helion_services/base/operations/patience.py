"""Bearing that a service is away for a while: what the calls of all operations do."""

import functools
import logging
import time

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors
from helion_services.base.messages import Message
from helion_services.base.problems import Unavailable
from helion_services.base.times import iso, now

LOG = logging.getLogger(__name__)

PATIENCE = 120.0
"""Seconds for which a service may be away."""

_REPEATABLE = ("get", "head", "put", "patch", "delete")
_PASSING = (
    cloud_errors.NotJson,
    keystoneauth.ConnectFailure,
    keystoneauth.ConnectTimeout,
    keystoneauth.DiscoveryFailure,
    keystoneauth.HttpServerError,
    keystoneauth.TooManyRequests,
    keystoneauth.UnknownConnectionError,
)
_LASTING = (
    keystoneauth.HttpNotImplemented,
    keystoneauth.HttpVersionNotSupported,
    keystoneauth.VersionNotAvailable,
)
_LOCKED = "is locked by host"  # what Ironic says of a node on which it is working


class PatientClouds:
    """The clouds of an operation: their adapters bear that a service is away."""

    def __init__(self, clouds, work):
        self._clouds = clouds
        self._work = work

    def has(self, cloud):
        """Whether the configuration has credentials for ``cloud``."""
        return self._clouds.has(cloud)

    def adapter(self, cloud, service_type, **options):
        """A :class:`PatientAdapter`; the arguments are those of ``Clouds.adapter``."""
        return PatientAdapter(self._work, self._clouds.adapter(cloud, service_type, **options))


class PatientAdapter:
    """Repeats requests while a service is away, except POST.

    One that was repeated may have been done the first time: PUT answers 409 or 400 then, DELETE
    404. A POST might do something twice: put it into :func:`patiently`, after a look.
    """

    def __init__(self, work, api):
        self._work = work
        self._api = api

    def __getattr__(self, name):
        value = getattr(self._api, name)
        return functools.partial(repeat, self._work, value) if name in _REPEATABLE else value


def patiently(work, act):
    """What ``act()`` returns; it is called again while a service is away.

    So it must look before it acts. Raises
    :class:`~helion_services.base.problems.Unavailable` after two minutes, or immediately for any
    other error of keystoneauth's.
    """
    try:
        return repeat(work, act)
    except keystoneauth.ClientException as exc:
        raise Unavailable("cloud", cloud_errors.message(exc)) from exc


def repeat(work, act, *args, **options):
    """Like :func:`patiently`, but other errors stay keystoneauth's."""
    end, reported = None, False
    while True:
        try:
            result = act(*args, **options)
        except keystoneauth.ClientException as exc:
            if not _is_passing(exc):
                raise
            if end is None:
                end = time.monotonic() + PATIENCE
                LOG.warning("operation %s: %s", work.id, exc)
            elif time.monotonic() > end:
                if isinstance(exc, keystoneauth.Conflict):
                    raise
                # Not keystoneauth's: what is around this call must not begin anew.
                raise Unavailable("cloud", cloud_errors.message(exc)) from exc
            if not (reported or isinstance(exc, keystoneauth.Conflict)):
                # A lock is not worth a word: it happens all the time, for a moment.
                report(work, cloud_errors.message(exc))
                reported = True
            pause = max(work.poll, getattr(exc, "retry_after", 0))
        else:
            if reported:
                work.go_on()
            return result
        work.check()
        work.sleep(min(pause, max(work.poll, end - time.monotonic())))


class Absence:
    """How long something else than a service of a cloud has been away, such as a device.

    For those who call it again and again, each time with a look at what is there.
    """

    def __init__(self, work):
        self._work = work
        self._last = self._end = self._since = None
        self._is_shown = False

    def bear(self, error, reason):
        """Tell of an error for ``reason``, a message; raises it if it was away for too long."""
        moment = time.monotonic()
        if self._last is None or moment - self._last > PATIENCE:
            self._end = moment + PATIENCE
            self._since = report(self._work, reason)
        elif moment > self._end:
            raise error
        elif not self._is_shown:
            show(self._work, reason, self._since)
        self._last, self._is_shown = moment, True

    def end(self):
        """It answers."""
        if self._is_shown:
            self._work.go_on()
            self._is_shown = False


def report(work, reason):
    """Tell that something is away for ``reason``, a message: in the log, and at the step.

    Returns since when, for :func:`show`.
    """
    work.say(Message("service-retried", "{reason} Trying again for two minutes.", reason=reason))
    since = now()
    show(work, reason, since)
    return since


def show(work, reason, since):
    """Tell at the step that something is away."""
    work.hold_up(
        Message(
            "service-away",
            "{reason} Trying again since {time} UTC.",
            reason=reason,
            since=iso(since),
            time=f"{since:%H:%M}",
        )
    )


def _is_passing(error):
    if isinstance(error, keystoneauth.Conflict):
        return _LOCKED in cloud_errors.reason(error)
    return isinstance(error, _PASSING) and not isinstance(error, _LASTING)
