"""Which addresses the service connects to, whatever a host name resolves to.

Whoever registers a device chooses its address. Without a limit the service would look at the
ports of its own machine and of its cloud's metadata for them.
"""

import dataclasses
import http.client
import ipaddress
import socket
import threading

from oslo_config import cfg

from helion_services.base.messages import Message
from helion_services.base.tls import failures

OPTION = cfg.ListOpt(
    "allowed_networks",
    default=[],
    item_type=cfg.types.String(),
    help="Networks (CIDR) in which devices may be. Empty: everywhere but at loopback, link-local,"
    " unspecified and multicast addresses.",
)
"""The networks of :class:`Peers`, for the options of a service."""

ROUNDS = 3
"""An attempt at a login may last that many times as long as one answer."""


@dataclasses.dataclass(frozen=True)
class Peers:
    """The networks that may be connected to, as texts; none: all but those of the machine itself.

    Without networks these are refused: loopback, link-local, unspecified and multicast addresses.
    """

    networks: tuple[str, ...] = ()

    @classmethod
    def of(cls, options):
        """Those of a service with :data:`OPTION`."""
        return cls(tuple(options.allowed_networks))

    def connect(self, host, port, timeout):
        """A connected socket, to an address that was checked.

        Raises :class:`failures.Unreachable` for a host without an allowed address, and OSError.
        """
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [entry[4][0] for entry in entries if self._allow(entry[4][0])]
        if not addresses:
            raise failures.Unreachable(
                Message(
                    "address-forbidden",
                    "The service may not connect to {address}. Its option allowed_networks decides"
                    " that.",
                    address=host,
                )
            )
        for number, address in enumerate(addresses, start=1):
            try:
                return socket.create_connection((address, port), timeout)
            except OSError:
                if number == len(addresses):
                    raise
        return None

    def _allow(self, text):
        address = ipaddress.ip_address(text)
        address = getattr(address, "ipv4_mapped", None) or address
        if self.networks:
            return any(address in ipaddress.ip_network(each) for each in self.networks)
        return not (
            address.is_loopback
            or address.is_link_local
            or address.is_unspecified
            or address.is_multicast
        )


class Connection(http.client.HTTPSConnection):
    """HTTPS over a socket of :class:`Peers`; the certificate is checked for the host's name."""

    def __init__(self, *args, peers, host_name, opened, **options):
        super().__init__(*args, **options)
        self._peers, self._host_name, self._opened = peers, host_name, opened
        self._create_connection = self._dial

    def connect(self):
        """Connect, and be known to the deadline."""
        super().connect()
        self._opened.append(self.sock)

    def _dial(self, address, timeout, source=None):
        return self._peers.connect(self._host_name, address[1], timeout)


class Deadline:
    """Cuts connections after some seconds: a timeout is for each read, of which there may be many.

    A context; ``opened`` is the list that connections add their sockets to, or themselves if they
    keep theirs as ``sock``: those of HTTP hand it over to an answer that ends with them. None: no
    end.
    """

    def __init__(self, seconds, opened):
        self._opened = opened
        self._timer = threading.Timer(seconds, self._cut) if seconds else None

    def __enter__(self):
        if self._timer:
            self._timer.daemon = True
            self._timer.start()

    def __exit__(self, *exc):
        if self._timer:
            self._timer.cancel()

    def _cut(self):
        for each in list(self._opened):
            try:
                getattr(each, "sock", each).shutdown(socket.SHUT_RDWR)
            except (OSError, AttributeError):  # it is closed
                continue
