"""A directory tried before Keystone uses it: connect, TLS, bind, count, and a few users.

It runs in a thread of its own until a deadline; then its connection is closed under it. Referrals
are counted and never followed. Nothing is stored, and no text has the password.
"""

import contextlib
import dataclasses
import logging
import socket
import ssl
import threading
import time

from django.utils import translation
from django.utils.translation import gettext as _

from helion_dashboard.api.directory import address, readings

LOG = logging.getLogger(__name__)

DEADLINE = 15.0  # seconds for all of it
_STEP = 5  # seconds for one answer
_TRIALS = 2  # of a process at the same time: a directory that hangs must not hold all its threads

_turns = threading.BoundedSemaphore(_TRIALS)


@dataclasses.dataclass(frozen=True)
class Step:
    """One thing that was tried.

    :ivar failed: whether it did not work
    :ivar seconds: that it took
    """

    label: str
    text: str = ""
    failed: bool = False
    seconds: float = 0.0


@dataclasses.dataclass
class Trial:
    """What a trial showed.

    :ivar steps: :class:`Step` each, in their order; at most the last one failed
    :ivar users: the first ones, :class:`~.readings.User` each
    :ivar remarks: sentences about what will not be as expected
    """

    steps: list = dataclasses.field(default_factory=list)
    users: list = dataclasses.field(default_factory=list)
    remarks: list = dataclasses.field(default_factory=list)
    seconds: float = 0.0

    @property
    def failed(self):
        """Whether a step failed."""
        return any(step.failed for step in self.steps)


class Failed(Exception):
    """A step failed; the text is for the user."""


def run(options, ca="", deadline=DEADLINE):
    """A :class:`Trial`, after ``deadline`` seconds at most.

    While too many others run it fails without waiting.

    :param options: of the group ``ldap`` of Keystone's configuration
    :param ca: certificates in PEM to trust; the system's if empty
    """
    if not _turns.acquire(blocking=False):
        text = _("Other trials are running. Try again in a few seconds.")
        return Trial([Step(_("Connect"), text, failed=True)])
    try:
        return _run(options, ca, deadline)
    finally:
        _turns.release()


def _run(options, ca, deadline):
    attempt = _Attempt(options, ca, deadline, translation.get_language())
    thread = threading.Thread(target=attempt.run, name="ldap-trial", daemon=True)
    began = time.monotonic()
    thread.start()
    thread.join(deadline)
    if thread.is_alive():
        attempt.close()
    return attempt.outcome(time.monotonic() - began, late=thread.is_alive())


class _Attempt:
    """One trial; what it found so far can be read while it runs."""

    def __init__(self, options, ca, deadline, language):
        self._options = options
        self._ca = ca
        self._until = time.monotonic() + deadline
        self._language = language
        self._trial = Trial()
        self._label = ""
        self._connection = None
        self._lock = threading.Lock()

    def run(self):
        """Try one thing after the other, until one fails."""
        with translation.override(self._language):
            for label, act in self._acts():
                with self._lock:
                    self._label = label
                began = time.monotonic()
                try:
                    text, failed = act(), False
                except (Failed, address.NotAllowed) as exc:
                    text, failed = str(exc), True
                except Exception:  # whatever a directory sends must end the trial in words
                    LOG.exception("the trial of a directory")
                    text, failed = _unreadable(), True
                with self._lock:
                    if self._label != label:
                        return  # the time is over
                    seconds = time.monotonic() - began
                    self._trial.steps.append(Step(label, text, failed, seconds))
                if failed:
                    break
        self.close()

    def outcome(self, seconds, late):
        """The trial as it is now; nothing is added to it later."""
        with self._lock:
            if late:
                text = _("The directory did not answer in time.")
                self._trial.steps.append(Step(self._label, text, True, seconds))
            self._label = None
            self._trial.seconds = seconds
            return self._trial

    def close(self):
        """Close the connection, whatever it waits for."""
        # Its own thread may close the connection, and forget the socket, at the same time.
        link = getattr(self._connection, "socket", None)
        if link is not None:
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(OSError):
                link.close()

    def _acts(self):
        yield _("Connect"), self._connect
        yield _("Log in"), self._bind
        yield _("Users"), self._users
        yield _("Groups"), self._groups

    def _connect(self):
        import ldap3

        scheme, host, port = address.split(self._options["url"])
        place = address.resolve(host, port)
        tls = ldap3.Tls(
            validate=ssl.CERT_REQUIRED,
            version=ssl.PROTOCOL_TLS_CLIENT,
            ca_certs_data=self._ca or None,
            valid_names=[host],
            sni=host,
        )
        server = ldap3.Server(
            place,
            port,
            use_ssl=scheme == "ldaps",
            tls=tls,
            get_info=ldap3.NONE,
            connect_timeout=_STEP,
        )
        self._connection = ldap3.Connection(
            server,
            user=self._options.get("user") or None,
            password=self._options.get("password") or None,
            authentication=ldap3.SIMPLE if self._options.get("user") else ldap3.ANONYMOUS,
            auto_referrals=False,
            receive_timeout=_STEP,
            raise_exceptions=True,
            read_only=True,
        )
        with _reasons():
            self._connection.open(read_server_info=False)
            if self._options.get("use_tls"):
                self._connection.start_tls(read_server_info=False)
        secure = scheme == "ldaps" or self._options.get("use_tls")
        if not secure:
            self._trial.remarks.append(
                _("The connection is not encrypted: passwords of all users cross the network.")
            )
            return _("%s answers, without TLS.") % host
        return _("%s answers, and its certificate is valid.") % host

    def _bind(self):
        with _reasons():
            self._connection.bind(read_server_info=False)
        user = self._options.get("user")
        return _("Logged in as %s.") % user if user else _("Logged in without a name.")

    def _users(self):
        with _reasons():
            reading = readings.users(self._connection, self._options, self._until)
        self._trial.users = reading.sample
        self._note(reading)
        return reading.text

    def _groups(self):
        if not self._options.get("group_tree_dn"):
            return _("No subtree of groups is configured.")
        with _reasons():
            reading = readings.groups(self._connection, self._options, self._until)
        self._note(reading)
        return reading.text

    def _note(self, reading):
        with self._lock:
            self._trial.remarks += [each for each in reading.remarks if each]


@contextlib.contextmanager
def _reasons():
    """Failures of ldap3 as :class:`Failed`, in words."""
    from ldap3.core import exceptions as ldap

    try:
        yield
    except ldap.LDAPInvalidCredentialsResult as exc:
        raise Failed(_("The directory refuses this login.")) from exc
    except ldap.LDAPNoSuchObjectResult as exc:
        raise Failed(_("The subtree does not exist, or this login may not read it.")) from exc
    except ldap.LDAPReferralResult as exc:
        raise Failed(
            _("The directory refers to another server for this. Enter the address of that one.")
        ) from exc
    except ldap.LDAPInvalidFilterError as exc:
        raise Failed(_("The filter is not valid.")) from exc
    except (ldap.LDAPStartTLSError, ldap.LDAPCertificateError, ssl.SSLError) as exc:
        raise Failed(_("TLS failed: %s") % _short(exc)) from exc
    except ldap.LDAPSocketOpenError as exc:
        raise Failed(_("No connection: %s") % _short(exc)) from exc
    except (ldap.LDAPResponseTimeoutError, ldap.LDAPSocketReceiveError, TimeoutError) as exc:
        raise Failed(_("The directory did not answer in time.")) from exc
    except ldap.LDAPOperationResult as exc:
        raise Failed(_("The directory refuses: %s") % (exc.description or exc.result)) from exc
    except (ldap.LDAPExceptionError, OSError, ValueError) as exc:
        raise Failed(_unreadable()) from exc


def _unreadable():
    return _("The directory answers in a way that cannot be read.")


def _short(exc):
    return str(exc).strip().splitlines()[0][:300]
