"""Where a trial may connect to: the web server must not become anybody's port scanner."""

import ipaddress
import socket
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from helion_dashboard import config

_PORTS = {"ldap": 389, "ldaps": 636}


class NotAllowed(Exception):
    """The address is not one to connect to; the text says why."""


def split(url):
    """``(scheme, host, port)`` of an LDAP URL; raises ValueError for any other."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.username or parts.password:
        raise ValueError(url)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(url)
    return parts.scheme, parts.hostname, parts.port or _PORTS[parts.scheme]


def resolve(host, port):
    """The IP address to connect to; raises :class:`NotAllowed`."""
    settings = config.get()
    if str(port) not in settings.ldap_ports.split():
        raise NotAllowed(
            _("Port %(port)s is not allowed. HELION_DASHBOARD[LDAP_PORTS] allows %(ports)s.")
            % {"port": port, "ports": settings.ldap_ports}
        )
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as exc:
        raise NotAllowed(_("The name %s is not known.") % host) from exc
    addresses = [row[4][0] for row in rows]
    networks = [ipaddress.ip_network(text) for text in settings.ldap_networks.split()]
    for text in addresses:
        address = ipaddress.ip_address(text.partition("%")[0])
        if any(address in network for network in networks):
            return text
    raise NotAllowed(
        _(
            "%(address)s is not in an allowed network. HELION_DASHBOARD[LDAP_NETWORKS] allows"
            " %(networks)s."
        )
        % {"address": addresses[0], "networks": settings.ldap_networks}
    )
