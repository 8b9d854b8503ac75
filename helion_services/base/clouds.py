"""keystoneauth sessions of the clouds that the services use, one per configuration group.

``undercloud`` is the undercloud with a token of a project (Nova, Heat, Glance, Neutron),
``undercloud_system`` with one of the system (Ironic), ``overcloud`` the cloud that was deployed.
"""

import contextlib
import functools
import re
import threading

from keystoneauth1 import adapter, exceptions, loading

from helion_services.base import cloud_errors, context
from helion_services.base.config import CLOUDS, ConfigError
from helion_services.base.messages import Message
from helion_services.base.problems import Unavailable

_FIRST = re.compile(r"/v(\d+)(?:\.\d+)?(?=/)")
_LAST = re.compile(r"/v(\d+)(?:\.\d+)?/?\Z")


class ServiceAdapter(adapter.Adapter):
    """An adapter whose errors name the service, see :mod:`~helion_services.base.cloud_errors`.

    Its requests carry the id of the request or operation that they are made for, see
    :func:`~helion_services.base.context.outgoing_id`.

    Some catalogs have the version in the address of a service, ``https://ironic/v1``, others have
    not. Where they have, it is left out of a request's path, such as ``/v1/nodes``.
    """

    def __init__(self, cloud, *args, **options):
        super().__init__(*args, **options)
        self._cloud = cloud

    def request(self, url, method, **options):
        url = self._relative(url)
        if method == "POST":
            # A connection that breaks may have brought it: what calls looks before the next try.
            options.setdefault("connect_retries", 0)
        # The global id: the logs of the services have it beside an id of their own.
        options.setdefault("global_request_id", context.outgoing_id())
        try:
            answer = super().request(url, method, **options)
        except exceptions.ClientException as exc:
            service = "identity" if self._is_of_keystone(exc) else self.service_type
            cloud_errors.mark(exc, self._cloud, service)
            raise
        answer.json = functools.partial(self._json, answer.json)
        return answer

    def _json(self, read, **options):
        """The JSON of an answer: a proxy may have answered with a page of its own."""
        try:
            return read(**options)
        except ValueError as exc:
            error = cloud_errors.NotJson("The answer is not JSON.")
            cloud_errors.mark(error, self._cloud, self.service_type)
            raise error from exc

    def _is_of_keystone(self, error):
        """Whether the login failed, before the service itself was reached."""
        text = getattr(error, "url", None) or str(error)
        login = getattr(self.session.auth, "auth_url", None)
        return "versioned identity endpoints" in text or bool(login and login.rstrip("/") in text)

    def _relative(self, url):
        """The path of a request without the version that the service's address ends with."""
        version = _FIRST.match(url)
        if version is None:
            return url
        with contextlib.suppress(exceptions.ClientException):  # the request itself reports it
            address = _LAST.search(self.get_endpoint() or "")
            if address and address[1] == version[1]:
                return url[version.end() :]
        return url


class Clouds:
    """Sessions and adapters of the configured clouds; safe to use from several threads."""

    def __init__(self, conf):
        self._conf = conf
        self._lock = threading.Lock()
        self._sessions = {}

    def has(self, cloud):
        """Whether the configuration has credentials for ``cloud``."""
        return bool(self._conf[cloud].auth_type)

    def check(self):
        """Create all sessions, without sending a request. Raises ConfigError."""
        for cloud in CLOUDS:
            if self.has(cloud):
                try:
                    self.session(cloud)
                except exceptions.ClientException as exc:
                    raise ConfigError(f"[{cloud}] {exc}") from exc

    def session(self, cloud):
        """The keystoneauth session of ``cloud``; it logs in when it is first used.

        Raises :class:`~helion_services.base.problems.Unavailable` if it is not configured.
        """
        with self._lock:
            if cloud not in self._sessions:
                if not self.has(cloud):
                    raise Unavailable(
                        cloud,
                        Message(
                            "cloud-not-configured",
                            "The configuration has no credentials for {cloud}.",
                            cloud=cloud,
                        ),
                    )
                auth = loading.load_auth_from_conf_options(self._conf, cloud)
                self._sessions[cloud] = loading.load_session_from_conf_options(
                    self._conf, cloud, auth=auth
                )
            return self._sessions[cloud]

    def adapter(self, cloud, service_type, **options):
        """An ``Adapter`` for one service of ``cloud``; ``options`` are the adapter's own.

        It raises keystoneauth's exceptions for statuses from 400, retries a failed connection
        once unless the request is a POST, and never repeats a request that was answered.
        """
        group = self._conf[cloud]
        options = {
            "region_name": group.region_name,
            "interface": group.valid_interfaces,
            "connect_retries": 1,
            "status_code_retries": 0,
            **options,
        }
        return ServiceAdapter(cloud, self.session(cloud), service_type=service_type, **options)
