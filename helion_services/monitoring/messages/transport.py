"""Delivers one message: a POST to a webhook, or a mail; only to networks that are allowed."""

import dataclasses
import http.client
import json
import smtplib
import socket
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from helion_services.base.messages import Message
from helion_services.base.tls import failures, peers, trust
from helion_services.base.tls.failures import PeerProblem

TLS, STARTTLS, NONE = SECURITY = ("tls", "starttls", "none")
_AGENT = "helion-monitoring"
_OK = range(200, 300)


class Refusal(PeerProblem):
    """The receiver answers, and does not take this message."""


@dataclasses.dataclass(frozen=True)
class Letter:
    """One message.

    :ivar ident: the same for each attempt to deliver it
    :ivar state: ``begun``, ``over`` or ``test``
    :ivar since: aware datetime
    :ivar url: of the page about it, or empty
    """

    ident: str
    event: str
    state: str
    key: str
    title: str
    text: str
    since: object
    url: str = ""


@dataclasses.dataclass(frozen=True)
class Reach:
    """From where and how: networks that are allowed, and seconds for an answer."""

    peers: peers.Peers
    timeout: float


def deliver(receiver, secret, letter, reach):
    """Deliver ``letter``; raises :class:`PeerProblem`.

    :param receiver: the :class:`~.models.Receiver`
    :param secret: its secrets, a dictionary
    """
    send = _post if receiver.kind == "webhook" else _mail
    opened = []
    with peers.Deadline(peers.ROUNDS * reach.timeout, opened), failures.border(receiver.host):
        try:
            send(receiver, secret, letter, reach, opened)
        except UnicodeError as exc:  # of names and passwords that SMTP cannot say
            raise Refusal(_mail_refused(receiver, "only ASCII characters are possible")) from exc


def subject(letter):
    """The first line of a message, in one line."""
    prefix = {"over": "Over: ", "test": ""}.get(letter.state, "")
    return " ".join(f"{prefix}{letter.title}".split())


class _Plain(http.client.HTTPConnection):
    def __init__(self, host, port, *, peers, opened, timeout):
        super().__init__(host, port, timeout=timeout)
        self._create_connection = lambda _address, timeout, _source=None: peers.connect(
            self.host, self.port, timeout
        )
        opened.append(self)


def _post(receiver, secret, letter, reach, opened):
    parts = urlsplit(secret["url"])
    values = {"peers": reach.peers, "opened": opened, "timeout": reach.timeout}
    if parts.scheme == "https":
        context = trust.context(receiver.ca_pem)
        connection = peers.Connection(
            parts.hostname, parts.port, host_name=parts.hostname, context=context, **values
        )
    else:
        connection = _Plain(parts.hostname, parts.port, **values)
    headers = {"Content-Type": "application/json", "User-Agent": _AGENT}
    headers["Idempotency-Key"] = letter.ident
    if secret.get("token"):
        headers["Authorization"] = f"Bearer {secret['token']}"
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    try:
        connection.request("POST", path, body=json.dumps(_body(letter)).encode(), headers=headers)
        status = connection.getresponse().status
    finally:
        connection.close()
    if status not in _OK:  # a redirection, too: it would carry the token elsewhere
        raise Refusal(
            Message(
                "webhook-refused",
                "{address} answers HTTP {status}.",
                address=receiver.host,
                status=status,
            )
        )


def _body(letter):
    lines = (subject(letter), letter.text, letter.url)
    return {
        "id": letter.ident,
        "event": letter.event,
        "state": letter.state,
        "key": letter.key,
        "title": letter.title,
        "detail": letter.text,
        "since": letter.since.isoformat(timespec="seconds"),
        "url": letter.url or None,
        "text": "\n".join(filter(None, lines)),  # what chat programs show
    }


class _Smtp(smtplib.SMTP):
    """Over a socket to an address that is allowed; with TLS from the first byte if there is a
    context."""

    def __init__(self, receiver, reach, opened, context=None):
        self._peers, self._context = reach.peers, context
        opened.append(self)
        name = socket.gethostname()
        super().__init__(receiver.host, receiver.port, name, timeout=reach.timeout)

    def _get_socket(self, host, port, timeout):
        plain = self._peers.connect(host, port, timeout)
        return self._context.wrap_socket(plain, server_hostname=host) if self._context else plain


def _mail(receiver, secret, letter, reach, opened):
    context = None if receiver.security == NONE else trust.context(receiver.ca_pem)
    try:
        with _Smtp(receiver, reach, opened, context if receiver.security == TLS else None) as smtp:
            if receiver.security == STARTTLS:
                smtp.starttls(context=context)
            if receiver.username:
                smtp.login(receiver.username, secret["password"])
            smtp.send_message(_mail_of(receiver, letter))
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as exc:
        raise Refusal(_mail_refused(receiver, _reason(exc))) from exc


def _mail_refused(receiver, reason):
    return Message(
        "mail-refused",
        "{address} refuses the mail: {reason}",
        address=receiver.host,
        reason=reason,
    )


def _mail_of(receiver, letter):
    mail = EmailMessage()
    mail["From"] = receiver.sender
    mail["To"] = ", ".join(receiver.recipients)
    mail["Subject"] = subject(letter)
    mail["Date"] = format_datetime(letter.since)
    mail["Message-ID"] = f"<{letter.ident}@{_AGENT}>"
    mail["Auto-Submitted"] = "auto-generated"
    over = letter.state == "over"
    since = letter.since.strftime("%Y-%m-%d %H:%M:%S UTC")
    parts = (subject(letter), letter.text, f"{'Until' if over else 'Since'} {since}", letter.url)
    mail.set_content("\n\n".join(filter(None, parts)) + "\n")
    return mail


def _reason(exc):
    if isinstance(exc, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(exc.recipients.values()))
    elif isinstance(exc, smtplib.SMTPResponseException):
        code, text = exc.smtp_code, exc.smtp_error
    else:
        return str(exc)[:500]
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"[:500]
