"""How a store of the settings is called, such as that of the logs: with bounds on time and size,
and its failures as service errors.
"""

import json
import time

import requests
from django.utils.translation import gettext as _
from requests.packages import urllib3

from helion_dashboard import config
from helion_dashboard.api import errors, limits

_MOST = 32 * 2**20  # bytes of an answer
_PIECE = 2**16


class Http:
    """Calls one store for one page.

    :param page: what all calls for the page share, such as Django's request
    :param service: what its failures are of, such as ``logs``
    :param setting: the name of ``settings`` in HELION_DASHBOARD
    :param settings: ``url``, and ``ca``, ``user`` and ``password``, or ``token``, if it needs them
    """

    def __init__(self, page, service, setting, settings):
        self._service = service
        self._setting = setting
        self._session = limits.new_session(page)
        self._session.trust_env = False  # a proxy or an authority of the environment is not meant
        if settings.get("user"):
            login = (settings["user"], settings.get("password", ""))
            self._session.auth = tuple(text.encode() for text in login)
        elif settings.get("token"):
            self._session.headers["Authorization"] = f"Bearer {settings['token']}".encode()
        self._verify = settings.get("ca") or True
        self._url = settings["url"].rstrip("/")

    def json(self, method, path, **content):
        """The JSON of an answer; raises :class:`ValueError` if it is none."""
        return json.loads(self._read(method, path, **content))

    def json_lines(self, path, **content):
        """The JSON of each line of an answer; raises :class:`ValueError` if there is none.

        A last line that is not whole is left out.
        """
        *whole, _rest = self._read("GET", path, cut=True, **content).split(b"\n")
        return [json.loads(line) for line in whole if line.strip()]

    def _read(self, method, path, cut=False, **content):
        """The bytes of an answer. One that is too large is cut off, or an error."""
        deadline = time.monotonic() + config.get().service_timeout
        try:
            with self._session.request(
                method,
                self._url + path,
                verify=self._verify,
                allow_redirects=False,
                stream=True,
                **content,
            ) as answer:
                if answer.status_code != 200:
                    raise self._refused(answer.status_code)
                body = bytearray()
                # What has come by then: a whole piece may never come.
                while piece := answer.raw.read1(_PIECE, decode_content=True):
                    body += piece
                    if time.monotonic() > deadline:
                        raise requests.Timeout
                    if len(body) > _MOST:
                        break
        except requests.exceptions.SSLError as exc:
            text = _("Its certificate is not trusted. Look at “ca” in the setting %s.")
            raise errors.Unreachable(self._service, text % self._setting) from exc
        except (requests.Timeout, urllib3.exceptions.TimeoutError) as exc:
            raise errors.Unreachable(self._service, _("It did not answer in time.")) from exc
        except (requests.RequestException, urllib3.exceptions.HTTPError) as exc:
            raise errors.Unreachable(self._service, _("It cannot be reached.")) from exc
        if len(body) > _MOST and not cut:
            text = _("Its answer is too large. Narrow the filter.")
            raise errors.ServiceError(self._service, text)
        return bytes(body)

    def _refused(self, status):
        if status in (401, 403):
            text = _("It refuses the login of the setting %s.") % self._setting
            return errors.Refused(self._service, text, status, code=f"{self._service}-login")
        text = _("It answered with the HTTP status %s.") % status
        return errors.of_status(self._service, status, text)
