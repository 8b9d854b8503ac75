"""Free TCP ports on loopback, the same ones again at the next start."""

import socket
import zlib

from helion_embedded.state import StateError

HOST = "127.0.0.1"

# Below the range that Linux gives to outgoing connections (32768 and up): a port of ours must not
# be taken by some client between two starts.
_LOWEST, _HIGHEST = 20000, 32000


def is_free(port):
    """Whether a server could listen on ``port`` now."""
    with socket.socket() as probe:
        # As every server does: a connection in TIME_WAIT from the last run is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def allocate(names, remembered, base=None, seed="", free=is_free):
    """A port for every name: a dict of name to port.

    ``remembered`` (name to port) is kept where the port is free. ``base`` instead asks for the
    ports ``base``, ``base + 1``, ... in the order of ``names``. ``seed`` spreads the search of
    different instances, so that two that start together do not try the same ports.

    Raises :class:`~helion_embedded.state.StateError` if a port that was asked for is taken.
    """
    if base is not None:
        ports = {name: base + offset for offset, name in enumerate(names)}
        taken = [str(port) for port in ports.values() if not free(port)]
        if taken:
            raise StateError(f"ports in use: {', '.join(taken)}")
        return ports

    ports = {name: port for name, port in remembered.items() if name in names and free(port)}
    candidates = _candidates(seed)
    for name in names:
        if name not in ports:
            ports[name] = next(
                port for port in candidates if port not in ports.values() and free(port)
            )
    return ports


def _candidates(seed):
    span = _HIGHEST - _LOWEST
    start = zlib.crc32(seed.encode()) % span
    for offset in range(span):
        yield _LOWEST + (start + offset) % span
    raise StateError(f"no free port between {_LOWEST} and {_HIGHEST}")
