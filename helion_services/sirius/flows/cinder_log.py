"""Why Cinder did not start a driver, in its own words: they are in its log only."""

import logging
import pathlib
import re

from helion_services.base import reasons

LOG = logging.getLogger(__name__)

_FAILURE = "Failed to initialize driver"
_MOST = 1 << 20  # bytes that are looked at
_LONGEST = 500  # characters of the reason
# As oslo.log writes messages. Lines of a traceback have no context in brackets.
_ERROR = re.compile(r"^\S+ \S+ \d+ (?:ERROR|CRITICAL) \S+ \[[^\]]*\] (.+)$", re.MULTILINE)


def end(conf):
    """Where the log ends now, in bytes; None if there is none that can be read."""
    try:
        return _path(conf).stat().st_size if conf.sirius.cinder_log else None
    except OSError as exc:
        LOG.warning("the log of Cinder cannot be read: %s", exc)
        return None


def error(conf, start, secrets):
    """The last failure of a driver since byte ``start``, or the last error; empty without one.

    :param secrets: texts that nobody may see
    """
    try:
        lines = _ERROR.findall(_since(_path(conf), start)) if conf.sirius.cinder_log else []
    except OSError as exc:
        LOG.warning("the log of Cinder cannot be read: %s", exc)
        return ""
    failures = [line for line in lines if _FAILURE in line] or lines
    text = failures[-1] if failures else ""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "…")
    return reasons.sentence(text)[:_LONGEST]


def _path(conf):
    return pathlib.Path(conf.sirius.cinder_log)


def _since(path, start):
    with path.open("rb") as file:
        size = file.seek(0, 2)
        # A log that is shorter was rotated meanwhile.
        file.seek(max(start if start <= size else 0, size - _MOST))
        return file.read().decode(errors="replace")
