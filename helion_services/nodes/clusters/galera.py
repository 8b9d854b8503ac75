"""A member of Galera, by its status variables over TLS. Its user needs no rights."""

import contextlib
import socket
import ssl
import types

import pymysql

from helion_services.base.messages import Message
from helion_services.base.tls.peers import Deadline
from helion_services.nodes.clusters import failures
from helion_services.nodes.clusters.failures import Unanswered
from helion_services.nodes.clusters.records import IMPAIRED, READY, UNREACHABLE, Member

_PORT = 3306
_PRIMARY, _SYNCED = "Primary", "Synced"
# Both halves of a divided cluster count their views alike, so who is in them counts as well.
_VIEW = (
    "wsrep_cluster_state_uuid",
    "wsrep_cluster_conf_id",
    "wsrep_cluster_size",
    "wsrep_incoming_addresses",
)
_LOGIN_REFUSED = (1044, 1045, 1698)


def read(name, address, options):
    """The :class:`Member` on controller ``name``.

    :param address: ``host:port``, or a host
    :param options: ``user``, ``password``, ``ca`` and ``timeout`` in seconds
    """
    try:
        return judge(name, _status(address, options))
    except Unanswered as exc:
        return Member(name, UNREACHABLE, exc.message)


def judge(name, status):
    """The :class:`Member` for its variables ``wsrep_...``, a dict of texts."""
    if status.get("wsrep_cluster_status") is None:
        reason = Message("galera-off", "{name} belongs to no Galera cluster.", name=name)
        return Member(name, IMPAIRED, reason)
    if status["wsrep_cluster_status"] != _PRIMARY:
        reason = Message(
            "galera-no-majority",
            "{name} does not see the majority of its cluster ({status}): it serves nobody.",
            name=name,
            status=status["wsrep_cluster_status"],
        )
        return Member(name, IMPAIRED, reason)
    state = status.get("wsrep_local_state_comment", "")
    if state != _SYNCED or status.get("wsrep_ready") != "ON":
        reason = Message(
            "galera-not-synced",
            "The database of {name} is not in sync ({state}).",
            name=name,
            state=state or "-",
        )
        return Member(name, IMPAIRED, reason)
    return Member(name, READY, view=" ".join(status.get(key, "") for key in _VIEW))


def _status(address, options):
    host, port = _split(address)
    with _border(address):
        connection = pymysql.Connection(
            host=host,
            port=port,
            user=options.user or "",
            password=options.password or "",
            ssl=ssl.create_default_context(cafile=options.ca),
            read_timeout=options.timeout,
            write_timeout=options.timeout,
            defer_connect=True,
        )
        wire = _Wire(connection, socket.create_connection((host, port), options.timeout))
        with contextlib.closing(wire), Deadline(options.timeout, [wire]):
            connection.connect(wire.plain)
            with connection.cursor() as cursor:
                cursor.execute("SHOW GLOBAL STATUS LIKE 'wsrep\\_%'")
                return dict(cursor.fetchall())


def _split(address):
    host, _colon, port = address.rpartition(":")
    return (host.strip("[]"), int(port)) if port.isdigit() and host else (address, _PORT)


class _Wire(types.SimpleNamespace):
    """The socket of a connection, which TLS replaces on the way."""

    def __init__(self, connection, plain):
        super().__init__(connection=connection, plain=plain)

    @property
    def sock(self):
        return self.connection._sock or self.plain

    def close(self):
        self.connection._force_close()
        self.plain.close()


@contextlib.contextmanager
def _border(address):
    try:
        yield
    except (pymysql.MySQLError, OSError) as exc:
        code = exc.args[0] if exc.args else None
        if code in _LOGIN_REFUSED:
            raise Unanswered(failures.login_refused(address)) from exc
        cause = getattr(exc, "original_exception", exc)
        raise Unanswered(failures.of(cause, address)) from exc
