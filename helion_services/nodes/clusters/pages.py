"""What a member of a cluster answers over HTTP, bounded in time and size."""

import time

import requests

from helion_services.base.messages import Message
from helion_services.base.tls.https import KnownAdapter
from helion_services.base.tls.peers import Deadline
from helion_services.nodes.clusters import failures
from helion_services.nodes.clusters.failures import Unanswered

_LARGEST = 8 * 1024 * 1024  # bytes
_CHUNK = 64 * 1024


def fetch(url, options):
    """The text at ``url``.

    :param options: ``user``, ``password``, ``ca`` and ``timeout`` in seconds

    Raises :class:`~.failures.Unanswered`.
    """
    if options.password and not url.startswith("https:"):
        raise Unanswered(
            Message(
                "cluster-login-unencrypted",
                "The password for {address} is only sent over https. Change the address.",
                address=url,
            )
        )
    opened, until = [], time.monotonic() + options.timeout
    try:
        with requests.Session() as session, Deadline(options.timeout, opened):
            for scheme in ("http://", "https://"):
                session.mount(scheme, KnownAdapter(opened))
            # Otherwise the environment says which authority is trusted, and where proxies are.
            session.trust_env = False
            if options.user:
                session.auth = (options.user.encode(), (options.password or "").encode())
            with session.get(
                url,
                verify=options.ca or True,
                timeout=options.timeout,
                allow_redirects=False,
                stream=True,
            ) as answer:
                return _text(answer, url, until)
    except (requests.RequestException, OSError) as exc:
        raise Unanswered(failures.of(exc, url)) from exc


def _text(answer, url, until):
    if answer.status_code in (401, 403):
        raise Unanswered(failures.login_refused(url))
    if answer.status_code != requests.codes.ok:
        raise Unanswered(failures.unreadable(url))
    parts, size = [], 0
    for part in answer.iter_content(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > _LARGEST:
            raise Unanswered(failures.unreadable(url))
    if time.monotonic() > until:  # a connection that is cut reads like the end of the text
        raise Unanswered(failures.no_answer(url))
    return b"".join(parts).decode("utf-8", "replace")
