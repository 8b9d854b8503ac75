"""What arrays and clusters have in common: register, update, unregister, read.

A stored password is only sent to the address that it was entered for: whoever changes the address,
the port or the trust enters it again.
"""

import contextlib
import ipaddress
import re
import uuid

from helion_services.base import audit
from helion_services.base.option_text import option_text
from helion_services.base.problems import password_again
from helion_services.base.times import now
from helion_services.base.tls.peers import Peers
from helion_services.sirius import access, problems, states
from helion_services.sirius.access import DeviceError, Login

REACH = ("hostname", "port", "username", "ca_pem")
_NAME = re.compile(r"(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_-]+)*\.?")


class Devices:
    """The devices of one kind; a kind is a subclass.

    :cvar model: their table, a :class:`~helion_services.sirius.models.Device`
    :cvar columns: what is entered, but passwords
    :cvar texts: columns that Cinder's configuration holds as they are
    :cvar passwords: names of the passwords, with the columns whose change asks for it again
    """

    model = None
    columns = ("name", *REACH)
    texts = ("username",)
    passwords = {"password": REACH}  # noqa: RUF012 - never changed

    def register(self, runtime, values):
        """Register the device that ``values`` describe; returns its id.

        Raises :class:`~helion_services.base.problems.Problem`.
        """
        self._check(values)
        values = values | {"ca_pem": self._trusted(runtime, values)}
        facts = self._attempt(runtime, values, values["password"])
        self._check_facts(values, facts)
        moment = now()
        row = self.model(
            id=str(uuid.uuid4()),
            created_at=moment,
            updated_at=moment,
            **{name: values[name] for name in self.columns},
        )
        self._store(row, facts)
        audit.note(**self._noted(row))
        with runtime.db.session() as session:
            self._refuse_taken(session, row.id, values, facts)
            secret = {name: values[name] for name in self.passwords}
            row.secret_id = runtime.secrets.put(secret, session)
            session.add(row)
        return row.id

    def update(self, runtime, ident, changes):
        """Change a device; raises :class:`~helion_services.base.problems.Problem`."""
        row = self.get(runtime, ident)
        values = {name: getattr(row, name) for name in self.columns} | changes
        self._check(values, row)
        if "ca_pem" in changes or changes.get("fingerprint"):
            values["ca_pem"] = self._trusted(runtime, values)
        for password, names in self.passwords.items():
            if not changes.get(password) and any(
                values[name] != getattr(row, name) for name in names
            ):
                raise password_again(password)
        secret = runtime.secrets.get(row.secret_id)
        secret |= {name: changes[name] for name in self.passwords if changes.get(name)}
        audit.note(hostname=values["hostname"], before=row.hostname)
        facts = self._attempt(runtime, values, secret["password"])
        self._check_facts(values, facts, row)
        with runtime.db.session() as session:
            row = self.row(session, ident)
            self._refuse_other(row, facts)
            self._refuse_taken(session, ident, values, facts)
            for name in self.columns:
                setattr(row, name, values[name])
            runtime.secrets.delete(row.secret_id, session)
            row.secret_id = runtime.secrets.put(secret, session)
            row.revision += 1
            row.updated_at = now()
            self._store(row, facts)

    def unregister(self, runtime, ident):
        """Forget a device; returns its name.

        Raises :class:`~helion_services.base.problems.Problem` while it is in use.
        """
        with runtime.db.session() as session:
            row = self.row(session, ident)
            self._refuse_used(session, row)
            runtime.secrets.delete(row.secret_id, session)
            session.delete(row)
            return row.name

    def get(self, runtime, ident):
        """The row of a device; raises :class:`~helion_services.base.problems.NotFound`."""
        with runtime.db.reader() as session:
            return self.row(session, ident)

    def row(self, session, ident):
        """The same in an open session."""
        row = session.get(self.model, ident)
        if row is None:
            raise self._no_such(ident)
        return row

    def refresh(self, runtime, ident):
        """Read a device again: what is there is stored, a failure is its state."""
        row = self.get(runtime, ident)
        password = runtime.secrets.get(row.secret_id)["password"]
        values = {name: getattr(row, name) for name in self.columns}
        try:
            facts, error = self._read(values, password, runtime.conf.sirius), None
        except DeviceError as exc:
            facts, error = None, exc
        with runtime.db.session() as session:
            current = session.get(self.model, ident)
            # Somebody changed the login meanwhile: what was read is of the one before.
            if current is None or current.revision != row.revision:
                return
            if error is None:
                self._store(current, facts)
            else:
                current.state = error.state
                current.state_reason = error.message.detail
                current.state_fact = error.message.fact()

    def _attempt(self, runtime, values, password):
        with _at_field(values["hostname"]):
            return self._read(values, password, runtime.conf.sirius)

    def _trusted(self, runtime, values):
        """The certificates to trust: those entered, or the one with the fingerprint entered."""
        with _at_field(values["hostname"]):
            if values.get("fingerprint"):
                place = values["hostname"], values["port"]
                return access.pinned(runtime, *place, values["fingerprint"])
            return access.authorities(values.get("ca_pem"))

    def _store(self, row, facts):
        row.state, row.state_reason, row.state_fact = states.CONNECTED, None, None
        row.facts, row.read_at = facts, now()

    def _check(self, values, row=None):
        """Refuse values that cannot be, or that the device in ``row`` cannot change to."""
        for name in (*self.texts, *self.passwords):
            _check_storable(name, values.get(name) or "")
        check_host("hostname", values["hostname"])

    def _check_facts(self, values, facts, row=None):
        """Refuse values that contradict the facts of the device; ``row`` has those of before."""

    def _noted(self, row):
        """What the audit trail has of a new device."""
        return {"name": row.name, "hostname": row.hostname}

    def _refuse_other(self, row, facts):
        """Refuse if ``facts`` are of another device than ``row``."""

    def _no_such(self, ident):
        """The problem that there is none with this id."""
        raise NotImplementedError

    def _read(self, values, password, options):
        """Facts of a device as JSON; raises :class:`.access.DeviceError`.

        :param options: the group ``sirius``
        """
        raise NotImplementedError

    def _refuse_taken(self, session, ident, values, facts):
        """Refuse what another device than ``ident`` has already."""
        raise NotImplementedError

    def _refuse_used(self, session, row):
        """Refuse to forget a device that is in use."""
        raise NotImplementedError


def presented(runtime, hostname, port):
    """What an address presents, see :func:`.access.presented`, as a problem if nothing does."""
    check_host("hostname", hostname)
    with _at_field(hostname):
        return access.presented(runtime, hostname, port)


@contextlib.contextmanager
def _at_field(hostname):
    """Makes what fails at the device that should be at an address the fault of a field."""
    try:
        yield
    except DeviceError as exc:
        raise problems.device_failed(access.discreet(exc, hostname)) from exc


def login(values, password, options):
    """The :class:`~helion_services.sirius.access.Login` of a device's columns."""
    return Login(
        values["hostname"],
        values["port"],
        values["username"],
        password,
        values["ca_pem"],
        Peers.of(options),
        options.timeout,
    )


def check_host(field, text):
    """Refuse what is neither an IP address nor the name of a host."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        if not _NAME.fullmatch(text) or re.fullmatch(r"[\d.]+", text):
            raise problems.field(
                field, "host-invalid", "Enter an IP address or a host name."
            ) from None


def _check_storable(field, text):
    try:
        option_text(text)
    except ValueError as exc:
        raise problems.field(
            field,
            "cinder-not-storable",
            "Cinder’s configuration cannot hold a line break or “\\$”.",
        ) from exc
