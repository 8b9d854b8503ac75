"""The log store of the settings.

::

    HELION_DASHBOARD = {
        "LOGS": {"dialect": "opensearch", "url": "https://logs.example:9200", "index": "flog-*"}
    }

Further keys: ``ca`` (a file), ``user``, ``password``, and for OpenSearch ``fields``, the names of
its fields by ours, see :data:`~.opensearch.FIELDS`.
"""

import contextlib

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from helion_dashboard import config
from helion_dashboard.api import errors, short_cache
from helion_dashboard.api.logs import SERVICE, journal, opensearch
from helion_dashboard.api.stores import Http

_DIALECTS = {"journal": journal.Journal, "opensearch": opensearch.OpenSearch}
_KEYS = {"dialect", "url", "ca", "user", "password", "index", "fields"}
_SERVICES = 60  # seconds for which the names of services are remembered


def offered():
    """Whether there is a log store."""
    return bool(config.get().logs)


def lines(request, query, limit, marker=None):
    """The :class:`~.records.Lines` for a :class:`~.records.Query`; raises service errors.

    :param marker: id of the line after which to begin, towards the past, or ``None``
    """
    with _understood():
        return _store(request).lines(query, limit, marker)


def around(request, line, limit):
    """Lines before and after one on the same host, the newest first, that one included.

    :param line: an id
    :param limit: how many on each side
    """
    with _understood():
        return _store(request).around(line, limit)


def services(request):
    """Names of all services that write, remembered for a minute."""
    url = config.get().logs.get("url", "")
    store = _store(request)

    def ask():
        with _understood():
            return store.services()

    return short_cache.remembered(("logs", url), _SERVICES, ask, service=SERVICE)


@contextlib.contextmanager
def _understood():
    """A store that answers with something else, such as a proxy's page, is at fault."""
    try:
        yield
    except (AttributeError, LookupError, OverflowError, TypeError, ValueError) as exc:
        text = _("It did not answer as a log store of this dialect does.")
        raise errors.ServiceError(SERVICE, text) from exc


def _store(request):
    settings = config.get().logs
    if not settings:
        text = _("There is none. Name one in the setting LOGS of HELION_DASHBOARD.")
        raise errors.Unreachable(SERVICE, text)
    unknown = sorted(set(settings) - _KEYS)
    if unknown or settings.get("dialect") not in _DIALECTS or not settings.get("url"):
        raise ImproperlyConfigured(
            f"HELION_DASHBOARD['LOGS'] needs a url and a dialect, {' or '.join(_DIALECTS)};"
            f" its keys are {sorted(_KEYS)}"
        )
    return _DIALECTS[settings["dialect"]](Http(request, SERVICE, "LOGS", settings), settings)
