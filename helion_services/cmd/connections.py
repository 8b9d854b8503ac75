"""As many connections as the process can hold, and always room for further ones.

Clients keep their connections open, and whoever reaches the port may open connections and send
nothing. At its limit waitress accepts nobody until some have been idle for half a minute: whoever
watches ``/healthcheck`` takes the service for dead.
"""

import logging
import resource

LOG = logging.getLogger(__name__)

MOST = 2000
_ROOM = 500  # connections; as many come within a second without anybody being kept waiting
_OWN = 500  # descriptors for databases, other services and devices


def limit():
    """How many connections the process may hold; raises its own limit of descriptors for them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY:
        hard = max(soft, MOST + _OWN)
    needed = min(hard, MOST + _OWN)
    if soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    most = min(MOST, max(soft, needed) - _OWN)
    if most < MOST:
        LOG.warning("The limit of open files allows %d connections instead of %d.", most, MOST)
    return most


def keep_room(server):
    """Let a server of waitress close those connections that have been idle longest, where few
    further ones would fit."""
    usual = server.maintenance
    most = server.adj.connection_limit - min(_ROOM, server.adj.connection_limit // 2)

    def maintenance(now):
        usual(now)
        idle = [channel for channel in server.active_channels.values() if not channel.requests]
        idle.sort(key=lambda channel: channel.last_activity)
        for channel in idle[: max(0, len(server.active_channels) - most)]:
            channel.will_close = True

    server.maintenance = maintenance
